import pytest
from hypothesis import given
from hypothesis import strategies as st

from common import boxes

PLACE = ("BH-7K3M-9Q2P", "identity", "1", "BH")
KEY = bytes(range(32))


@given(st.binary(max_size=9000), st.sampled_from([1, boxes.IDENTITY_STEP, boxes.TEXT_STEP]))
def test_what_is_sealed_comes_back_and_its_length_is_hidden(text, step):
    box = boxes.seal(text, key=KEY, context=PLACE, pad_to=step)

    assert boxes.unseal(box, key=KEY, context=PLACE) == text
    assert (len(box) - 1 - 24 - 16) % step == 0


def test_two_names_of_different_length_make_boxes_of_one_length():
    sizes = {
        len(boxes.seal(name.encode(), key=KEY, context=PLACE, pad_to=512))
        for name in ("Amal", "أمل" * 80, "")
    }
    assert len(sizes) == 1


def test_text_ending_like_padding_survives():
    for text in (b"\x80", b"\x80\x00\x00", b"\x00" * 600, b"a\x00"):
        box = boxes.seal(text, key=KEY, context=PLACE, pad_to=512)
        assert boxes.unseal(box, key=KEY, context=PLACE) == text


def test_the_same_text_never_makes_the_same_box_twice():
    assert len({boxes.seal(b"x", key=KEY, context=PLACE, pad_to=512) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    "place",
    [
        ("BH-7K3M-9Q2P", "identity", "1", "EG"),
        ("BH-7K3M-9Q2P", "original", "1", "BH"),
        ("BH-7K3M-9Q2P", "identity", "2", "BH"),
        ("BH-7K3M-9Q2Pi", "dentity", "1", "BH"),
        ("BH-7K3M-9Q2P", "identity", "1BH"),
        (),
    ],
)
def test_a_box_opens_at_its_own_place_only(place):
    box = boxes.seal(b"Amal", key=KEY, context=PLACE, pad_to=512)
    with pytest.raises(boxes.Tampered):
        boxes.unseal(box, key=KEY, context=place)


def test_every_flipped_byte_and_every_cut_is_found():
    box = boxes.seal(b"Amal", key=KEY, context=PLACE, pad_to=16)
    altered = [box[:i] + bytes([box[i] ^ 1]) + box[i + 1 :] for i in range(len(box))]
    cut = [box[:i] for i in range(len(box))]
    for wrong in (*altered, *cut):
        with pytest.raises(boxes.Tampered):
            boxes.unseal(wrong, key=KEY, context=PLACE)


def test_another_key_does_not_open():
    box = boxes.seal(b"Amal", key=KEY, context=PLACE, pad_to=512)
    with pytest.raises(boxes.Tampered):
        boxes.unseal(box, key=boxes.new_key(), context=PLACE)


def test_a_key_of_the_wrong_length_is_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="32 bytes"):
        boxes.seal(b"x", key=b"short", context=PLACE, pad_to=512)
    with pytest.raises(ValueError, match="at least one"):
        boxes.seal(b"x", key=KEY, context=PLACE, pad_to=0)


def test_a_wrap_is_not_a_field():
    wrapped = boxes.wrap(b"secret", key=KEY, context=PLACE)
    assert boxes.unwrap(wrapped, key=KEY, context=PLACE) == b"secret"
    with pytest.raises(boxes.Tampered):
        boxes.unseal(wrapped, key=KEY, context=PLACE)


def test_only_the_recipient_opens_a_sealed_key():
    dalia, carim = boxes.keypair(), boxes.keypair()
    box = boxes.seal_to(dalia.public, KEY)

    assert boxes.open_with(dalia.private, box) == KEY
    for wrong in (box[:-1] + bytes([box[-1] ^ 1]), box[:20], b"", b"\x02" + box[1:], box[1:]):
        with pytest.raises(boxes.Tampered):
            boxes.open_with(dalia.private, wrong)
    with pytest.raises(boxes.Tampered):
        boxes.open_with(carim.private, box)


def test_a_seed_makes_always_the_same_pair():
    assert boxes.keypair_from_seed(KEY) == boxes.keypair_from_seed(KEY)
    assert boxes.keypair_from_seed(KEY) != boxes.keypair_from_seed(bytes(32))
    pair = boxes.keypair_from_seed(KEY)
    assert boxes.open_with(pair.private, boxes.seal_to(pair.public, b"k")) == b"k"


def test_new_keys_are_random_and_long_enough():
    keys = {boxes.new_key() for _ in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}
