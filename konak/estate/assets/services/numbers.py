"""Numbers of things and slips: gapless, drawn last so that nobody waits longer than needed."""

from konak.foundation.numbering.services import next_block, next_number, raise_to

from ..models import Item, Warehouse

TAG_DIGITS = 5


def item_series(item: Item) -> str:
    return f"SN{item.pk}"


def tag_of(item: Item, year: int, count: int) -> str:
    """Code, two digits of the year of entry, five of the sequence: 255.02.01.01.02.18.00252."""
    return f"{item.code}.{year % 100:02}.{count:0{TAG_DIGITS}}"


def next_tags(item: Item, year: int, count: int) -> list[str]:
    """The next numbers of a code in a year, in the caller's transaction: rolled back, they are given again."""
    return [tag_of(item, year, number) for number in next_block(item_series(item), year, count)]


def note_tags(item: Item, year: int, highest: int) -> None:
    """Numbers that came with the things (opening, import) are taken: the series goes on behind them."""
    raise_to(item_series(item), year, highest)


def next_slip(warehouse: Warehouse, year: int) -> int:
    """The next number of a movement receipt (TİF) in a warehouse and a year."""
    return int(next_number(f"TIF{warehouse.pk}", year).rsplit("-", 1)[1])
