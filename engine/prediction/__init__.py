"""What lies ahead of a case: the engine run forward on a copy, without writing anything."""

from engine.prediction.foresight import predict_completion, predict_start
from engine.prediction.model import (
    Assumption,
    Branch,
    Change,
    Note,
    Prediction,
    Step,
    Unsure,
)
from engine.prediction.predict import Predictor, Request
from engine.prediction.walk import PredictionTools

__all__ = [
    "Assumption",
    "Branch",
    "Change",
    "Note",
    "Prediction",
    "PredictionTools",
    "Predictor",
    "Request",
    "Step",
    "Unsure",
    "predict_completion",
    "predict_start",
]
