"""Whether a log-linear model has a maximum, and whether that says how many are missing.

With empty cells the likelihood may rise for ever along some direction of the parameters. The
expected counts still settle, some of them at 0: the others form the *face* of the model, on
which a proper maximum exists. If the number of people on no list is a combination of what is
estimated on the face, it has an estimate; if not, the data do not tell it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casualtystats.lists.poisson import fit_many

__all__ = ["EXISTS", "NONE", "ON_FACE", "UNCHECKED", "FaceFit", "face_of", "fit_on_face"]

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

EXISTS = "exists"
ON_FACE = "on a face"
NONE = "none"
UNCHECKED = "not checked"

_RANK = 1e-9  # singular values below this share of the largest are none


@dataclass(frozen=True, slots=True)
class FaceFit:
    """The fit of one model on its face.

    Parameters
    ----------
    maximum : str
        ``"exists"``, ``"on a face"``, or ``"none"`` if the missing have no estimate.
    missing : float
        The people on no list: an estimate; or, without one, infinity where more missing people
        never fit worse, else 0.
    spread : float
        The variance of its logarithm.
    fitted : numpy.ndarray of float, shape (n_cells,)
        Expected people per cell.
    """

    maximum: str
    missing: float
    spread: float
    fitted: FloatArray


def face_of(design: FloatArray, counts: FloatArray) -> BoolArray:
    """Return the cells whose expected count is not forced to 0.

    A cell is on the face if some table with the same margins, up to scale, has people in it.
    One linear programme asks for a table with as many cells above 0 as can be.

    Parameters
    ----------
    design : numpy.ndarray, shape (n_cells, n_terms)
        The columns of the model.
    counts : numpy.ndarray, shape (n_cells,)
        People per cell.

    Returns
    -------
    numpy.ndarray of bool, shape (n_cells,)
        True on the face. The maximum exists if all are.

    References
    ----------
    Fienberg, S. E. and Rinaldo, A. (2012), "Maximum likelihood estimation in log-linear
    models", Annals of Statistics 40, 996–1023, doi 10.1214/12-AOS986.

    Examples
    --------
    >>> import numpy as np
    >>> independence = np.array([[1.0, 1, 0], [1, 0, 1], [1, 1, 1]])
    >>> face_of(independence, np.array([4.0, 0, 3])).tolist()
    [True, False, True]
    """
    from scipy.optimize import linprog

    n_cells = len(counts)
    if (counts > 0).all():
        return np.ones(n_cells, dtype=bool)
    # Unknown: how far each cell can be raised, at most to 1; the rest of its count; the scale.
    margins = design.T
    scale = (margins @ counts)[:, None]
    result: Any = linprog(
        np.concatenate([-np.ones(n_cells), np.zeros(n_cells + 1)]),
        A_eq=np.hstack([margins, margins, -scale]),
        b_eq=np.zeros(len(margins)),
        bounds=[(0, 1)] * n_cells + [(0, None)] * (n_cells + 1),
        method="highs",
    )
    return np.asarray((result.x[:n_cells] > 0.5) | (counts > 0))


def fit_on_face(design: FloatArray, counts: FloatArray) -> FaceFit:
    """Fit one model on its face and say whether it tells how many people are missing.

    Parameters
    ----------
    design : numpy.ndarray, shape (n_cells, n_terms)
        The columns of the model, the constant first; the row of people on no list, which would
        be 1 and then zeros, is not among them.
    counts : numpy.ndarray, shape (n_cells,)
        People per cell.

    Returns
    -------
    FaceFit
        The fit.
    """
    face = face_of(design, counts)
    basis = _row_space(design[face])
    constant = basis[0]  # what the parameters of the face say about the constant
    told = abs(float(constant @ constant) - 1.0) < 1e-7
    # Turned so that the constant is the first parameter, where it is one.
    turn = _turned(constant) if told else np.eye(basis.shape[1])
    columns = design @ basis @ turn
    whole = np.ones((1, basis.shape[1]), dtype=bool)
    fit = fit_many(columns, counts[None, :], whole, face[None, :])
    if told:
        maximum = EXISTS if face.all() else ON_FACE
        missing = float(np.exp(fit.theta[0, 0]))
        return FaceFit(maximum, missing, float(fit.spread[0]), fit.fitted[0])
    unbounded = _rises_for_ever(design, face)
    return FaceFit(NONE, np.inf if unbounded else 0.0, np.inf, fit.fitted[0])


def _row_space(design: FloatArray) -> FloatArray:
    """Return an orthonormal basis of what the rows of a design determine, in its columns."""
    _, values, rows = np.linalg.svd(design, full_matrices=False)
    return np.asarray(rows[values > _RANK * values[0]].T)


def _turned(first: FloatArray) -> FloatArray:
    """Return an orthonormal matrix whose first column is `first`, a unit vector."""
    turned, triangle = np.linalg.qr(np.column_stack([first, np.eye(first.size)]))
    return np.asarray(turned * (1.0 if triangle[0, 0] > 0 else -1.0))


def _rises_for_ever(design: FloatArray, face: BoolArray) -> bool:
    """Return whether the constant can grow without end while the likelihood does not fall."""
    from scipy.optimize import linprog

    n_terms = design.shape[1]
    result: Any = linprog(
        -np.eye(n_terms)[0],
        A_eq=design[face] if face.any() else None,
        b_eq=np.zeros(int(face.sum())) if face.any() else None,
        A_ub=design[~face] if (~face).any() else None,
        b_ub=np.zeros(int((~face).sum())) if (~face).any() else None,
        bounds=[(-1, 1)] * n_terms,
        method="highs",
    )
    return bool(-result.fun > 1e-7)
