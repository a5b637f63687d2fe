"""What the shop's numbers mean: shop.yaml over the default catalog."""

from storage.catalog.build import default, load
from storage.catalog.catalog import Catalog
from storage.catalog.model import Clock, Column, Kind, Measure, Promotion, Table, Target

__all__ = ["Catalog", "Clock", "Column", "Kind", "Measure", "Promotion", "Table", "Target", "default", "load"]
