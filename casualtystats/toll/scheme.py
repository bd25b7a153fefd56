"""Scheme: a codebook's fixed numbers. PROVISIONAL: the rules come as data files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from casualtystats.errors import SchemeError

if TYPE_CHECKING:
    from casualtystats.text.claim import Claim

__all__ = ["Scheme"]


class Scheme:
    """A codebook's rules. Not there yet; asking for one says so."""

    @classmethod
    def load(cls, name: str) -> Scheme:
        """Return the codebook called `name`."""
        raise SchemeError("scheme", "be a known codebook", name)

    def code(self, claim: Claim) -> tuple[int, int, int]:
        """Return low, best and high as the codebook would write them."""
        raise SchemeError("scheme", "be a known codebook", claim)
