"""Gradient-boosted trees that foretell directly: whatever the horizon, from what is known before it begins."""

from typing import Final

import numpy as np
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

from analysis.predictive.model import Past
from analysis.smoothing import Numbers

LEVEL: Final = 28
"""How many windows make the level that values are told in, so that trees, which cannot extrapolate, need not."""
LATEST: Final = 730


def boosted(past: Past, horizon: int) -> Numbers:
    """The forecast of each window ahead, by one model whose features are all at least `horizon` windows old."""
    index = past.index.append(past.ahead(horizon))
    values = pd.Series(np.append(past.values, np.full(horizon, np.nan)), index=index)
    level = values.rolling(LEVEL, min_periods=past.season).mean().shift(horizon)
    level = level.clip(lower=max(1e-9, 1e-3 * float(np.abs(past.values).max())))
    features = _features(values, level, past.rounds(horizon), past.season)
    learned = np.arange(len(past.values))[level.notna().to_numpy()[: len(past.values)]][-LATEST:]
    model = HistGradientBoostingRegressor(
        loss="absolute_error", max_iter=150, max_leaf_nodes=8, learning_rate=0.05, early_stopping=False, random_state=0
    )
    model.fit(features[learned], (values / level).to_numpy()[learned])
    return np.asarray(model.predict(features[-horizon:]) * level.to_numpy()[-horizon:])


def _features(values: pd.Series, level: pd.Series, lag: int, season: int) -> Numbers:
    """Windows x features: what the same place brought seasons ago, the levels since, and where in the year it is."""
    index = pd.DatetimeIndex(values.index)
    told: list[pd.Series] = [values.shift(lag + season * rounds) / level for rounds in range(4)]
    usual = pd.concat(told, axis=1).mean(axis=1, skipna=False)
    recent = values.rolling(max(season, 2)).mean().shift(lag) / level
    day = 2 * np.pi * index.day_of_year / 365.25
    calendar = [index.hour, index.day_of_week, index.day, np.sin(day), np.cos(day)]
    columns = [np.asarray(each, dtype=np.float64) for each in (*told[:3], usual, recent, *calendar)]
    return np.column_stack(columns)
