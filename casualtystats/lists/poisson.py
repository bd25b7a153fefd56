"""Maximum likelihood for many log-linear models, or many tables, at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Fits", "fit_many", "log_likelihood", "zero_margins"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

_STEPS = 60
_CLOSE = 1e-9  # twice the gain in log-likelihood that a Newton step still promises
_BLOCK = 4_000_000  # numbers held at once


@dataclass(frozen=True, slots=True)
class Fits:
    """Fitted Poisson log-linear models, one per row.

    Parameters
    ----------
    theta : numpy.ndarray of float, shape (n_fits, n_terms)
        The parameters; those a model does not have are 0.
    fitted : numpy.ndarray of float, shape (n_fits, n_cells)
        Expected people per cell; 0 in cells that were left out.
    spread : numpy.ndarray of float, shape (n_fits,)
        The variance of the first parameter.
    settled : numpy.ndarray of bool, shape (n_fits,)
        Whether the steps came to rest.
    """

    theta: FloatArray
    fitted: FloatArray
    spread: FloatArray
    settled: BoolArray


def zero_margins(
    design: FloatArray, counts: FloatArray, include: BoolArray
) -> tuple[BoolArray, BoolArray]:
    """Take away terms whose people are nowhere seen, with the cells they would fill.

    The likelihood is then highest as the term goes to minus infinity, and those cells to 0.

    Parameters
    ----------
    design : numpy.ndarray, shape (n_cells, n_terms)
        The design, without the cell of people on no list.
    counts : numpy.ndarray, shape (n_fits, n_cells)
        People per cell.
    include : numpy.ndarray of bool, shape (n_fits, n_terms)
        The terms of each model.

    Returns
    -------
    include, cells : numpy.ndarray of bool
        The terms left, and the cells left.
    """
    empty = include & (counts @ design == 0)
    cells = ~((empty.astype(np.float64) @ design.T) > 0)
    return include & ~empty, cells


def fit_many(design: FloatArray, counts: FloatArray, include: BoolArray, cells: BoolArray) -> Fits:
    """Fit every row by Newton's method with halved steps.

    Parameters
    ----------
    design : numpy.ndarray, shape (n_cells, n_terms)
        The design shared by all rows.
    counts : numpy.ndarray, shape (n_fits, n_cells)
        People per cell, one table per row.
    include : numpy.ndarray of bool, shape (n_fits, n_terms)
        The terms of each row's model.
    cells : numpy.ndarray of bool, shape (n_fits, n_cells)
        The cells each row is fitted to.

    Returns
    -------
    Fits
        One fit per row.
    """
    n_terms = design.shape[1]
    size = max(1, _BLOCK // (n_terms * n_terms))
    blocks = [
        _fit_block(design, counts[i : i + size], include[i : i + size], cells[i : i + size])
        for i in range(0, counts.shape[0], size)
    ]
    return Fits(*(np.concatenate(parts) for parts in zip(*blocks, strict=True)))


def _fit_block(
    design: FloatArray, counts: FloatArray, include: BoolArray, cells: BoolArray
) -> tuple[FloatArray, FloatArray, FloatArray, BoolArray]:
    products = _Products(design)
    start = np.where(cells, counts + 0.5, 0.0)
    logs = np.log(np.where(cells, start, 1.0))
    theta = _solve(products(start, include), (start * logs) @ design, include)
    settled = np.zeros(len(counts), dtype=bool)
    open_ = np.arange(len(counts))
    for _ in range(_STEPS):
        here, y, mask = theta[open_], counts[open_], cells[open_]
        fitted = _expected(design, here, mask)
        slope = ((y - fitted) @ design) * include[open_]
        step = _solve(products(fitted, include[open_]), slope, include[open_])
        gain = (slope * step).sum(axis=1)
        theta[open_] = _climb(design, y, mask, here, step)
        done = gain < _CLOSE
        settled[open_[done]] = True
        open_ = open_[~done]
        if not open_.size:
            break
    fitted = _expected(design, theta, cells)
    unit = np.zeros_like(theta)
    unit[:, 0] = 1.0
    spread = _solve(products(fitted, include), unit, include)[:, 0]
    return theta, fitted, spread, settled


class _Products:
    """The information matrices of many fits, from the products of the design's columns."""

    def __init__(self, design: FloatArray) -> None:
        self.design = design
        n_cells, n_terms = design.shape
        self.square: FloatArray | None = None
        if n_cells * n_terms * n_terms <= _BLOCK:
            self.square = (design[:, :, None] * design[:, None, :]).reshape(n_cells, -1)

    def __call__(self, fitted: FloatArray, include: BoolArray) -> FloatArray:
        n_terms = self.design.shape[1]
        if self.square is not None:
            return (fitted @ self.square).reshape(len(fitted), n_terms, n_terms)
        matrix = np.zeros((len(fitted), n_terms, n_terms))
        for i, (row, has) in enumerate(zip(fitted, include, strict=True)):
            columns = self.design[:, has]
            matrix[i][np.ix_(has, has)] = (columns.T * row) @ columns
        return matrix


def _solve(information: FloatArray, right: FloatArray, include: BoolArray) -> FloatArray:
    """Solve for the terms each model has; the others stay 0."""
    both = include[:, :, None] & include[:, None, :]
    matrix = np.where(both, information, 0.0)
    diagonal = np.arange(matrix.shape[1])
    # A trace of ridge keeps a row without a maximum from stopping all the others.
    ridge = 1e-12 * information[:, 0, 0, None] + 1e-300
    matrix[:, diagonal, diagonal] += np.where(include, ridge, 1.0)
    return np.asarray(np.linalg.solve(matrix, (right * include)[:, :, None])[:, :, 0])


def _expected(design: FloatArray, theta: FloatArray, cells: BoolArray) -> FloatArray:
    return np.where(cells, np.exp(np.clip(theta @ design.T, -700.0, 300.0)), 0.0)


def _height(
    design: FloatArray, counts: FloatArray, theta: FloatArray, cells: BoolArray
) -> FloatArray:
    logs = np.clip(theta @ design.T, -700.0, 300.0)
    return np.asarray(np.where(cells, counts * logs - np.exp(logs), 0.0).sum(axis=1))


def _climb(
    design: FloatArray, counts: FloatArray, cells: BoolArray, theta: FloatArray, step: FloatArray
) -> FloatArray:
    """Go the whole step where it leads up, else half of it, and so on."""
    value = _height(design, counts, theta, cells)
    length = np.ones(len(theta))
    for _ in range(30):
        moved = theta + length[:, None] * step
        height = _height(design, counts, moved, cells)
        worse = ~(height >= value - 1e-9 * np.abs(value))
        if not worse.any():
            break
        length[worse] /= 2
    return moved


def log_likelihood(counts: FloatArray, fitted: FloatArray) -> FloatArray:
    """Return the Poisson log-likelihood of each row, constants included.

    Parameters
    ----------
    counts, fitted : numpy.ndarray, shape (..., n_cells)
        People seen and expected; where none are expected, none may be seen.

    Returns
    -------
    numpy.ndarray, shape (...)
        The log-likelihoods.
    """
    from scipy.special import gammaln, xlogy

    return np.asarray((xlogy(counts, fitted) - fitted - gammaln(counts + 1.0)).sum(axis=-1))
