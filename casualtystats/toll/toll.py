"""Toll: a probability distribution over whole numbers of people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NoReturn, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from casualtystats.errors import InvalidTypeError, InvalidValueError
from casualtystats.text.claim import Claim
from casualtystats.toll import moments, quantiles, shown, sources
from casualtystats.toll.interval import check_level
from casualtystats.toll.lattice import Lattice, Law, from_law, normalised, whole
from casualtystats.toll.layers import checked_layers

__all__ = ["Law", "Toll"]

FloatArray = NDArray[np.float64]

_AROUND = ("claims", "inputs", "label", "notes", "layers", "level")  # what is not distribution


class Toll:
    """A distribution over non-negative whole numbers of people, on one lattice.

    Immutable, with the methods of a frozen distribution of SciPy. ``==`` and ``hash`` go by
    identity: equal probabilities may be those of different incidents. Compare `key` for those.

    Parameters
    ----------
    start : int
        The smallest value of the lattice, in people.
    probs : array_like of float, shape (n,)
        The probability of ``start, start + step, start + 2 * step, …``; scaled to sum to 1.
    step : int
        People per cell. Above 1 the lattice is coarse, and quantiles are right to within
        ``step - 1`` people.
    claims : sequence of Claim
        The claims it came from, kept.
    inputs : sequence
        Whatever else it was made from, kept: reports, tolls.
    label : str
        The words, or a name, for reprs and plots.
    notes : sequence of str
        What was assumed or applied on the way, in order.
    layers : sequence of str
        Which of ``said meant erred unseen`` (what the words say, what such words mean, how
        reports err, whom no list has) its probabilities allow for, in this order, each alone or
        with what answered for it, ``"meant: documented"``. None: numbers alone do not tell.
    level : float
        The level of its intervals unless one is asked for, a fraction.
    law : Law or None
        The closed form behind it. Quantiles and probabilities are then the law's own.
    trimmed : float
        The probability that lies beyond the ends of the lattice and was left out.

    Raises
    ------
    InvalidValueError
        If a probability is negative or unknown, `start` is negative, or `level` is no fraction.

    See Also
    --------
    casualtystats.estimate : The toll that words mean.
    casualtystats.total : The sum of tolls, which ``+`` refuses.

    Examples
    --------
    >>> toll = Toll(31, [0.6, 0.3, 0.1], label="at least 31")
    >>> toll
    Toll('at least 31': 31, 95% 31–33)
    >>> toll.mean(), toll.interval(level=0.8)
    (31.5, Interval(31–32, level=0.8))
    """

    __slots__ = (
        *("_above", "_below", "_lattice"),
        *("claims", "inputs", "label", "law", "layers", "level", "notes"),
    )

    claims: tuple[Claim, ...]
    inputs: tuple[Any, ...]
    label: str
    law: Law | None
    layers: tuple[str, ...]
    level: float
    notes: tuple[str, ...]
    _lattice: Lattice | None
    _below: FloatArray | None
    _above: FloatArray | None

    def __init__(
        self,
        start: int,
        probs: ArrayLike,
        *,
        step: int = 1,
        claims: Sequence[Claim] = (),
        inputs: Sequence[Any] = (),
        label: str = "",
        notes: Sequence[str] = (),
        layers: Sequence[str] = (),
        level: float = 0.95,
        law: Law | None = None,
        trimmed: float = 0.0,
    ) -> None:
        start, step = whole("start", start, 0), whole("step", step, 1)
        if not 0.0 <= trimmed < 1.0:
            raise InvalidValueError("trimmed", "be a probability below 1", trimmed)
        lattice = normalised(start, probs, step, float(trimmed))
        kept = {"claims": claims, "inputs": inputs, "label": label, "notes": notes}
        self._fill(lattice, law, layers=layers, level=level, **kept)

    def _fill(self, lattice: Lattice | None, law: Law | None, **kept: Any) -> None:
        put = object.__setattr__
        put(self, "_lattice", lattice)
        put(self, "_below", None)
        put(self, "_above", None)
        put(self, "law", law)
        put(self, "label", kept["label"])
        put(self, "level", check_level(kept["level"]))
        put(self, "layers", checked_layers(kept["layers"]))
        for name in ("claims", "inputs", "notes"):
            given = kept[name]
            if not isinstance(given, Iterable):
                raise InvalidTypeError(name, "be a sequence", given)
            put(self, name, (given,) if isinstance(given, str) else tuple(given))

    # ---------------------------------------------------------------- making

    @classmethod
    def _made(
        cls,
        lattice: Lattice | None,
        law: Law | None = None,
        *,
        claims: Sequence[Claim] = (),
        inputs: Sequence[Any] = (),
        label: str = "",
        notes: Sequence[str] = (),
        layers: Sequence[str] = (),
        level: float = 0.95,
    ) -> Self:
        toll = cls.__new__(cls)
        kept = {"claims": claims, "inputs": inputs, "label": label, "notes": notes}
        toll._fill(lattice, law, layers=layers, level=level, **kept)  # noqa: SLF001 -- its own kind
        return toll

    @classmethod
    def from_lattice(cls, lattice: Lattice, **kwargs: Any) -> Self:
        """Return the toll on a ready lattice.

        Parameters
        ----------
        lattice : Lattice
            Checked probabilities, taken as they are.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            The toll.
        """
        return cls._made(lattice, **kwargs)

    @classmethod
    def from_law(cls, law: Law, **kwargs: Any) -> Self:
        """Return the toll of a closed form; its lattice is made when something needs it.

        Parameters
        ----------
        law : Law
            Anything with ``key``, ``cdf(k)`` and ``ppf(q)`` over whole numbers.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            The toll, whose quantiles and probabilities are the law's own.
        """
        return cls._made(None, law, **kwargs)

    @classmethod
    def exact(cls, n: int, **kwargs: Any) -> Self:
        """Return the toll that is `n` for certain.

        Parameters
        ----------
        n : int
            People.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            All probability on `n`.

        Examples
        --------
        >>> Toll.exact(31)
        Toll(31, 95% 31)
        """
        return cls(n, [1.0], **kwargs)

    @classmethod
    def from_pmf(cls, values: ArrayLike, probs: ArrayLike, **kwargs: Any) -> Self:
        """Return the toll with given probabilities of given whole numbers.

        Parameters
        ----------
        values : array_like of int, shape (n,)
            Whole numbers of people, in any order; a number may come twice.
        probs : array_like of float, shape (n,)
            Their probabilities, scaled to sum to 1.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            The toll; if the values span more than 65,536 people, on a coarser step.

        Examples
        --------
        >>> Toll.from_pmf([31, 42], [0.75, 0.25]).mean()
        33.75
        """
        return cls._made(sources.lattice_of_pmf(values, probs), **kwargs)

    @classmethod
    def from_samples(cls, samples: ArrayLike, **kwargs: Any) -> Self:
        """Return the empirical distribution of draws.

        Parameters
        ----------
        samples : array_like of int, shape (n,)
            Whole, non-negative numbers of people; unknown ones (NaN) are refused, not dropped.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            Each draw weighs the same.

        Examples
        --------
        >>> Toll.from_samples([31, 31, 42, 40]).median()
        31.0
        """
        return cls._made(sources.lattice_of_samples(samples), **kwargs)

    @classmethod
    def from_scipy(cls, frozen: Any, *, discretise: str | None = None, **kwargs: Any) -> Self:
        """Return the toll of a frozen distribution of SciPy.

        Parameters
        ----------
        frozen : scipy.stats frozen distribution
            Over non-negative numbers.
        discretise : str or None
            A continuous distribution is refused unless this is ``"round"``: each person then
            has the probability of the interval half a person to either side.
        **kwargs
            ``claims inputs label notes layers level`` of `Toll`.

        Returns
        -------
        Toll
            The toll; `trimmed` says what its lattice leaves out.

        Examples
        --------
        >>> from scipy import stats
        >>> Toll.from_scipy(stats.poisson(31)).interval(level=0.9)
        Interval(22–40, level=0.9)
        """
        return cls._made(sources.lattice_of_scipy(frozen, discretise), **kwargs)

    def replace(self, **changes: Any) -> Self:
        """Return the same distribution with other words around it.

        Parameters
        ----------
        **changes
            Any of ``claims inputs label notes layers level``.

        Returns
        -------
        Toll
            A new toll that shares this one's distribution.

        Examples
        --------
        >>> Toll.exact(31).replace(label="31 killed").label
        '31 killed'
        """
        if unknown := set(changes) - set(_AROUND):
            rule = f"name only {' '.join(_AROUND)}"
            hint = "The distribution itself cannot be changed: make a new toll."
            raise InvalidTypeError("changes", rule, sorted(unknown), hint)
        kept = {name: getattr(self, name) for name in _AROUND}
        return self._made(self._lattice, self.law, **{**kept, **changes})

    # ------------------------------------------------------------- the lattice

    @property
    def lattice(self) -> Lattice:
        """The probabilities as one value, made from the law when first needed."""
        if self._lattice is None:
            assert self.law is not None  # noqa: S101 -- every constructor gives one of the two
            object.__setattr__(self, "_lattice", from_law(self.law))
        return self._lattice  # type: ignore[return-value]  # just filled

    @property
    def start(self) -> int:
        """The smallest value of the lattice, in people."""
        return self.lattice.start

    @property
    def step(self) -> int:
        """People per cell."""
        return self.lattice.step

    @property
    def probs(self) -> FloatArray:
        """The probability of each cell, read-only."""
        return self.lattice.probs

    @property
    def values(self) -> NDArray[np.int64]:
        """The whole numbers of the lattice."""
        return self.lattice.values

    @property
    def trimmed(self) -> float:
        """The probability beyond the ends of the lattice, left out of it."""
        return self.lattice.trimmed

    @property
    def key(self) -> tuple[Any, ...]:
        """What two equal distributions share, hashable: ``a.key == b.key``."""
        return self.law.key if self.law is not None else self.lattice.key

    # --------------------------------- SciPy's frozen surface, one concept a file

    pmf, cdf, sf = quantiles.pmf, quantiles.cdf, quantiles.sf
    logpmf, logcdf, logsf = quantiles.logpmf, quantiles.logcdf, quantiles.logsf
    ppf, isf, median = quantiles.ppf, quantiles.isf, quantiles.median
    interval, hdi = quantiles.interval, quantiles.hdi
    support, rvs = quantiles.support, quantiles.rvs

    mean, var, std, stats = moments.mean, moments.var, moments.std, moments.stats
    moment, entropy, expect = moments.moment, moments.entropy, moments.expect
    only_bounds = property(moments.only_bounds)

    # ------------------------------------------------------------ how it shows

    summary, to_frame, plot = shown.summary, shown.to_frame, shown.plot
    __repr__, _repr_html_ = shown.line, shown.html

    # ------------------------------------------------------------ a value stays

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"a Toll is immutable: use toll.replace({name}=…)")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"a Toll is immutable: it keeps its {name}")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        kept = tuple(getattr(self, name) for name in _AROUND)
        lattice = self._lattice if self.law is None else None
        return _restored, (type(self), lattice, self.law, *kept)

    def _refuse(self, _other: Any) -> NoReturn:
        raise InvalidTypeError(
            "toll",
            "not be added or subtracted",
            self,
            "How tolls err together decides the answer: use cs.total([a, b], correlation=…).",
        )

    __add__ = __radd__ = __sub__ = __rsub__ = _refuse


def _restored(kind: type[Toll], lattice: Lattice | None, law: Law | None, *kept: Any) -> Toll:
    """Return the toll that was pickled."""
    around: dict[str, Any] = dict(zip(_AROUND, kept, strict=True))
    return kind._made(lattice, law, **around)  # noqa: SLF001 -- its own, where pickle finds it
