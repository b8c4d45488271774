import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import boxes, languages, receipts

SECRET = b"the server's secret"
CODE = receipts.code_for(b"submission key", secret=SECRET)
BARE = CODE.replace("-", "")
codes = st.binary(min_size=16, max_size=40).map(lambda key: receipts.code_for(key, secret=SECRET))


@given(codes)
def test_a_code_is_28_characters_in_groups_of_four_and_valid(code):
    assert re.fullmatch(f"([{receipts.ALPHABET}]{{4}}-){{6}}[{receipts.ALPHABET}]{{4}}", code)
    assert receipts.normalise(code) == code


def test_the_same_submission_shows_the_same_code_and_no_other_does():
    assert receipts.code_for(b"submission key", secret=SECRET) == CODE
    assert receipts.code_for(b"submission kez", secret=SECRET) != CODE
    assert receipts.code_for(b"submission key", secret=b"another") != CODE


def test_all_130_bits_vary():
    bare = [receipts.code_for(bytes([n, n]), secret=SECRET).replace("-", "") for n in range(256)]
    assert len(set(bare)) == 256
    for place in range(26):
        assert len({code[place] for code in bare}) == 32


@given(codes)
def test_a_code_is_understood_however_it_was_copied(code):
    bare = code.replace("-", "")
    loose = bare.replace("0", "o").replace("1", "l").lower()
    for typed in (
        bare,
        code.lower(),
        loose,
        bare.replace("1", "I").replace("0", "O"),
        " ".join(code),
        languages.digits(code, arabic=True),
        code.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")),
        languages.isolate(code),
        code.replace("-", "–") + "\n",
        "\u200e" + code.replace("-", "\u00a0"),
    ):
        assert receipts.normalise(typed) == code


@given(codes, st.integers(0, 27), st.integers(1, 31))
def test_every_single_wrong_character_is_noticed(code, place, step):
    bare = code.replace("-", "")
    other = receipts.ALPHABET[(receipts.ALPHABET.index(bare[place]) + step) % 32]
    assert receipts.normalise(bare[:place] + other + bare[place + 1 :]) is None


@given(codes, st.integers(0, 24))
def test_every_swap_of_neighbours_is_noticed(code, place):
    bare = code.replace("-", "")
    swapped = bare[:place] + bare[place + 1] + bare[place] + bare[place + 2 :]
    assert (receipts.normalise(swapped) is None) is (swapped != bare)


@given(st.text(max_size=300))
def test_no_text_is_too_strange_to_be_refused(text):
    assert receipts.normalise(text) is None
    assert receipts.normalise_reference(text) is None or len(receipts.normalise_reference(text)) == 12


@pytest.mark.parametrize(
    "typed", ["", "-", CODE[:-1], CODE + "0", CODE.replace(CODE[0], "U"), "شكوى", "0" * 10**6]
)
def test_what_is_no_code_is_none(typed):
    assert receipts.normalise(typed) is None


def test_the_hash_that_finds_a_case_needs_the_pepper():
    assert receipts.lookup(CODE, pepper=b"1") == receipts.lookup(BARE.lower(), pepper=b"1")
    assert receipts.lookup(CODE, pepper=b"1") != receipts.lookup(CODE, pepper=b"2")
    assert len(receipts.lookup(CODE, pepper=b"1")) == 32


def test_the_hash_that_finds_a_case_is_not_the_seed_that_opens_it():
    assert receipts.reader_seed(CODE) == receipts.reader_seed(BARE)
    assert receipts.reader_seed(CODE) != receipts.lookup(CODE, pepper=b"receipt")


def test_the_code_opens_what_was_sealed_to_the_receipt():
    public = boxes.keypair_from_seed(receipts.reader_seed(CODE)).public
    box = boxes.seal_to(public, b"key")
    reader = boxes.keypair_from_seed(receipts.reader_seed(receipts.normalise(CODE.lower())))
    assert boxes.open_with(reader.private, box) == b"key"


def test_a_wrong_code_is_never_hashed_by_mistake():
    with pytest.raises(ValueError, match="normalise"):
        receipts.lookup("wrong", pepper=b"1")
    with pytest.raises(ValueError, match="normalise"):
        receipts.reader_seed("wrong")


@pytest.mark.parametrize("state", ["BH", "OM", "IQ", "LB", "XX"])
def test_a_reference_names_the_state_and_is_random(state):
    references = {receipts.new_reference(state) for _ in range(200)}
    assert len(references) == 200
    for reference in references:
        assert re.fullmatch(f"{state}-[{receipts.ALPHABET}]{{4}}-[{receipts.ALPHABET}]{{4}}", reference)
        assert receipts.normalise_reference(reference) == reference


@pytest.mark.parametrize(
    "typed", ["bh 7k3m 9q2p", "BH7K3M9Q2P", "bh-٧k۳m-٩q٢p", "\u2068BH-7K3M-9Q2P\u2069", "BH–7K3M–9Q2P "]
)
def test_a_reference_is_understood_however_it_was_typed(typed):
    assert receipts.normalise_reference(typed) == "BH-7K3M-9Q2P"


def test_lookalikes_are_read_in_the_number_and_not_in_the_state():
    assert receipts.normalise_reference("om-oil0-iloo") == "OM-0110-1100"


@pytest.mark.parametrize(
    "typed", ["", "BH-7K3M-9Q2", "BH-7K3M-9Q2PX", "BH-7K3M-9Q2U", "7K-7K3M-9Q2P", "قط-7K3M-9Q2P"]
)
def test_what_is_no_reference_is_none(typed):
    assert receipts.normalise_reference(typed) is None


def test_a_reference_needs_a_state():
    for wrong in ("", "bh", "BHR", "١٢"):
        with pytest.raises(ValueError, match="two capital letters"):
            receipts.new_reference(wrong)
