"""Components that decide something: words of clocks, fields, links, numbers."""

from datetime import date

import pytest
from django import forms
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation

from common.forms import Option
from common.gallery import SampleForm


def draw(source, **context):
    return Template("{% load portal %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("arguments", "words", "tone"),
    [
        ("-1", "late by 1 day", "chip-late"),
        ("-6", "late by 6 days", "chip-late"),
        ("-30", "late by 30 days", "chip-very-late"),
        ("0", "due today", "chip-soon"),
        ("3", "3 days left", "chip-soon"),
        ("4", "4 days left", "chip-plain"),
        ("None", "no deadline", "chip-quiet"),
        ("-6 paused=True", "clock paused", "chip-quiet"),
        ("-6 done=True", "done", "chip-good"),
    ],
)
def test_a_clock_speaks_in_words_and_a_shape(arguments, words, tone):
    with translation.override("en"):
        drawn = draw("{% clock_chip " + arguments + " %}")

    assert words in drawn
    assert tone in drawn
    assert "<svg" in drawn


def test_a_status_outside_the_four_shapes_is_a_mistake():
    with pytest.raises(TemplateSyntaxError):
        draw('{% status "green" "fine" %}')


def test_a_reference_keeps_its_order_and_is_escaped():
    assert draw("{% ltr value %}", value="BH-26<") == '<span class="ltr" dir="ltr">BH-26&lt;</span>'
    assert draw("{% ltr value %}", value=None) == ""


def test_dates_and_numbers_follow_the_page():
    with translation.override("ar"):
        assert draw("{{ value|day:'levant' }}", value=date(2026, 11, 21)) == "21 تشرين الثاني 2026"
    with translation.override("en"):
        assert draw("{{ value|num }}", value=12480) == "12,480"
        assert draw("{{ value|day }}", value=None) == ""


def test_a_link_to_a_page_that_does_not_exist_leaves_no_trace():
    assert draw('{% nav_link "no_such_page" %}Nothing{% endnav_link %}') == ""


def test_what_was_typed_is_escaped_everywhere():
    class One(forms.Form):
        name = forms.CharField(label="<b>Name</b>", help_text="hint", max_length=3)
        kind = forms.ChoiceField(
            choices=[("a", Option("<i>A</i>", hint="<u>", readers="<s>"))], widget=forms.RadioSelect
        )

    drawn = draw("{% error_summary form %}{{ form }}", form=One({"name": "<script>"}))

    assert "<script>" not in drawn
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "<u>" not in drawn


def test_a_hint_and_an_error_are_tied_to_their_input():
    with translation.override("en"):
        drawn = draw("{% field form.state %}", form=SampleForm({"state": "QQ"}))

    assert 'aria-invalid="true"' in drawn
    assert 'aria-describedby="id_state_helptext id_state_error"' in drawn
    assert 'id="id_state_error"' in drawn


def test_what_is_not_required_says_so():
    with translation.override("en"):
        assert "(optional)" in draw("{% field form.email %}", form=SampleForm())
        assert "(optional)" not in draw("{% field form.state %}", form=SampleForm())


def test_no_data_is_never_drawn_as_zero():
    with translation.override("en"):
        drawn = draw(
            '{% bars rows "Title" %}', rows=[{"label": "A", "value": 4}, {"label": "B", "value": None}]
        )

    assert drawn.count("<rect") == 1
    assert "no data" in drawn


def test_a_stack_is_whole():
    drawn = draw('{% stack rows "Title" %}', rows=[{"label": "A", "value": 1}, {"label": "B", "value": 3}])

    assert 'x="0.00" width="25.00"' in drawn
    assert 'x="25.00" width="75.00"' in drawn


def test_a_label_can_be_the_heading_of_its_page():
    assert "<legend><h1>" in draw("{% field form.mode heading=True %}", form=SampleForm())
    assert "<h1><label" in draw("{% field form.state heading=True %}", form=SampleForm())
    assert "<h1>" not in draw("{% field form.state %}", form=SampleForm())


def test_a_timeline_needs_no_months_named():
    events = [{"when": date(2026, 1, 2), "title": "Received"}]

    with translation.override("ar"):
        assert "2 يناير 2026" in draw('{% include "components/timeline.html" %}', events=events)
