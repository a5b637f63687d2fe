"""Exponential smoothing by maximum likelihood: the additive or the multiplicative form, whichever fits better."""

import warnings
from typing import Final

import numpy as np
import pandas as pd
from statsmodels.tools.sm_exceptions import ConvergenceWarning
from statsmodels.tsa.exponential_smoothing.ets import ETSModel, ETSResults

from analysis.predictive.model import Band, Past

LONGEST: Final = 730
FORMS: Final = ("add", "mul")
PATHS: Final = 500
"""How many futures are drawn where the interval has no formula."""


def smoothed(past: Past, horizon: int, level: float) -> Band | None:
    """The forecast of the form with the lower AICc, and its prediction interval; None where neither converged.

    Both have a damped trend, and a season where the past has one. See Hyndman et al., "Forecasting with
    Exponential Smoothing" (2008).
    """
    values = pd.Series(past.values[-LONGEST:])
    fits = [fit for form in FORMS if form == "add" or values.min() > 0 if (fit := _fit(values, past.season, form))]
    if not fits:
        return None
    best = min(fits, key=lambda fit: fit.aicc)
    begin = len(values)
    drawn = {"method": "simulated", "simulate_repetitions": PATHS, "rng": np.random.default_rng(0)}
    how = drawn if best.model.error == "mul" else {"method": "exact"}
    found = best.get_prediction(begin, begin + horizon - 1, **how)
    low, high = np.asarray(found.pred_int(alpha=1 - level)).T
    mean = np.asarray(best.forecast(horizon))
    return Band(mean, np.maximum(mean - low, 0), np.maximum(high - mean, 0))


def _fit(values: pd.Series, season: int, form: str) -> ETSResults | None:
    """A fitted model, None where the likelihood could not be climbed."""
    seasonal = {"seasonal": form, "seasonal_periods": season} if season > 1 else {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        warnings.simplefilter("error", ConvergenceWarning)
        try:
            fit = ETSModel(values, error=form, trend=form, damped_trend=True, **seasonal).fit(disp=False)
        except (ConvergenceWarning, ValueError, np.linalg.LinAlgError):
            return None
    return fit if np.isfinite(fit.aicc) else None
