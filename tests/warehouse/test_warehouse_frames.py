"""From records to frames: types, ids that survive, and hostile values that cost only themselves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
import warehouse_builders as made
from hypothesis import given
from hypothesis import strategies as st

from warehouse.columns import MONEY, VALUE
from warehouse.errors import WarehouseError
from warehouse.frames import fit, to_frames
from warehouse.schema import FRAMES
from warehouse.store import compact, listing, read_frames, write_frames


def one() -> made.ParsedDocument:
    return made.world()[0][0]


def test_frames_have_the_declared_types() -> None:
    frames = to_frames(one())
    assert frames.keys() == FRAMES.keys()
    for name, frame in frames.items():
        assert frame.schema == FRAMES[name].parquet_schema()


def test_ids_are_unique_and_survive_a_re_run() -> None:
    first, second = to_frames(one()), to_frames(one())
    for name, key in {"line_items": "line_item_id", "claims": "claim_id", "unread": "unread_id"}.items():
        assert first[name][key].to_list() == second[name][key].to_list()
        assert first[name][key].n_unique() == first[name].height


def test_an_id_is_of_the_place_not_of_what_was_understood() -> None:
    parsed = one()
    better = replace(
        parsed,
        line_items=tuple(
            replace(item, item="other", functional_code=None, table_index=item.table_index + 3, statement="other_x")
            for item in parsed.line_items
        ),
    )
    assert (
        to_frames(parsed)["line_items"]["line_item_id"].to_list()
        == to_frames(better)["line_items"]["line_item_id"].to_list()
    )


def test_two_records_of_one_place_have_different_ids() -> None:
    parsed = one()
    doubled = replace(parsed, line_items=(*parsed.line_items, parsed.line_items[0]))
    assert to_frames(doubled)["line_items"]["line_item_id"].n_unique() == len(doubled.line_items)


def test_documents_do_not_share_ids() -> None:
    first, second = (to_frames(parsed)["line_items"]["line_item_id"].to_list() for parsed in made.world()[0][:2])
    assert not set(first) & set(second)


@pytest.mark.parametrize("huge", ["1e18", "-1e18", "1e300", "999999999999999999.995", "NaN", "Infinity", "-Infinity"])
def test_a_number_that_does_not_fit_is_reported_not_cut(huge: str) -> None:
    parsed = one()
    item = replace(parsed.line_items[0], amount_yuan=Decimal(huge), printed_text="9" * 40)
    frames = to_frames(replace(parsed, line_items=(item, *parsed.line_items[1:])))
    row = frames["line_items"].row(0, named=True)
    assert (row["state"], row["amount_yuan"], row["printed_text"]) == ("unread", None, "9" * 40)
    assert "9" * 40 in frames["unread"]["text"].to_list()
    assert frames["unread"].height == len(parsed.unread) + 1


@given(st.decimals(allow_nan=True, allow_infinity=True))
def test_fit_keeps_or_refuses_but_never_changes_by_more_than_half_a_place(value: Decimal) -> None:
    for kind, limit, half in (
        (MONEY, Decimal(10) ** 18, Decimal("0.005")),
        (VALUE, Decimal(10) ** 20, Decimal("5E-9")),
    ):
        fitted = fit(value, kind)
        if fitted is None:
            assert not value.is_finite() or abs(value) > limit - 1
        else:
            assert abs(fitted - value) <= half
            assert abs(fitted) < limit


def test_text_that_utf8_cannot_hold_is_marked() -> None:
    parsed = one()
    item = replace(parsed.line_items[0], row_label="合\x00计\ud800")
    frames = to_frames(replace(parsed, line_items=(item,)))
    assert frames["line_items"]["row_label"].to_list() == ["合�计�"]


def test_frames_come_back_as_written(tmp_path: Path) -> None:
    frames = to_frames(one())
    write_frames(frames, tmp_path)
    back = read_frames(tmp_path, one().document_sha256)
    assert back is not None
    for name in FRAMES:
        assert back[name].equals(frames[name])
    assert read_frames(tmp_path, "0" * 64) is None


def test_compacting_joins_documents_and_can_go_on(tmp_path: Path) -> None:
    parsed = made.world()[0]
    for entry in parsed[:3]:
        write_frames(to_frames(entry), tmp_path)
    first = compact(tmp_path)
    assert first is not None
    write_frames(to_frames(parsed[3]), tmp_path)
    changed = replace(parsed[0], unread=())
    write_frames(to_frames(changed), tmp_path)
    compact(tmp_path)
    assert listing(tmp_path).keys() == {entry.document_sha256 for entry in parsed[:4]}
    assert len(list(tmp_path.iterdir())) == 1
    back = read_frames(tmp_path, changed.document_sha256)
    assert back is not None
    assert back["unread"].height == 0
    for entry in parsed[1:4]:
        frames = read_frames(tmp_path, entry.document_sha256)
        assert frames is not None
        assert frames["line_items"].equals(to_frames(entry)["line_items"])


def test_compacting_keeps_only_what_is_wanted(tmp_path: Path) -> None:
    parsed = made.world()[0]
    for entry in parsed[:3]:
        write_frames(to_frames(entry), tmp_path)
    compact(tmp_path, keep=[parsed[1].document_sha256])
    assert list(listing(tmp_path)) == [parsed[1].document_sha256]
    compact(tmp_path, keep=[])
    assert listing(tmp_path) == {}


def test_a_worker_killed_while_writing_leaves_nothing_to_read(tmp_path: Path) -> None:
    half = tmp_path / ".writing-1234"
    half.mkdir()
    to_frames(one())["identity"].write_parquet(half / "identity.parquet")
    assert listing(tmp_path) == {}
    assert compact(tmp_path) is None


def test_a_cut_off_file_makes_its_documents_absent_so_that_they_are_parsed_again(tmp_path: Path) -> None:
    for parsed in made.world()[0][:2]:
        write_frames(to_frames(parsed), tmp_path)
    part = compact(tmp_path)
    assert part is not None
    write_frames(to_frames(made.world()[0][2]), tmp_path)
    path = part / "claims.parquet"
    path.write_bytes(path.read_bytes()[:-1])
    assert list(listing(tmp_path)) == [made.world()[0][2].document_sha256]
    path.unlink()
    assert list(listing(tmp_path)) == [made.world()[0][2].document_sha256]


def test_a_damaged_part_is_named(tmp_path: Path) -> None:
    write_frames(to_frames(one()), tmp_path)
    part = compact(tmp_path)
    assert part is not None
    (part / "identity.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
    with pytest.raises(WarehouseError, match="part-"):
        listing(tmp_path)


def test_frames_of_two_documents_are_not_one(tmp_path: Path) -> None:
    both = {name: pl.concat([to_frames(parsed)[name] for parsed in made.world()[0][:2]]) for name in FRAMES}
    with pytest.raises(WarehouseError, match="exactly one"):
        write_frames(both, tmp_path)
