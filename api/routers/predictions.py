"""What lies ahead, before anything is submitted."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from api import foreseeing
from api.auth import Need, Visit, door
from api.schemas.prediction import Prediction, PredictionRequest
from api.wire import DecimalRoute

router = APIRouter(tags=["predictions"], route_class=DecimalRoute)


@router.post("/definitions/{key}/prediction")
def of_start(visit: Annotated[Visit, door(Need.START)], body: PredictionRequest) -> Prediction:
    """Who would be asked, why and when, if I started the process so. Nothing is written."""
    return foreseeing.of_start(visit, body)


@router.get("/work-items/{id}/prediction")
def of_work_item(visit: Annotated[Visit, door(Need.DO_ITEM)]) -> Prediction:
    """Who would be asked after me, with my form as it is taken for granted."""
    return foreseeing.of_work_item(visit, PredictionRequest())


@router.post("/work-items/{id}/prediction")
def of_completion(
    visit: Annotated[Visit, door(Need.DO_ITEM)], body: PredictionRequest
) -> Prediction:
    """The same with this data in my form. Nothing is written."""
    return foreseeing.of_work_item(visit, body)
