"""Every part of a board's window, in the order in which they are made."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMainWindow

from canvas.ui.asking import Asking
from canvas.ui.bench import Bench
from canvas.ui.bookmarks import Bookmarks
from canvas.ui.commenting import Commenting
from canvas.ui.connecting import Connecting
from canvas.ui.habits import Habits
from canvas.ui.history import HistoryDock
from canvas.ui.models_part import Models
from canvas.ui.originals import Originals
from canvas.ui.outline import OutlineDock
from canvas.ui.panes import Panes
from canvas.ui.parts import Part
from canvas.ui.pen_sizes import PenSizes
from canvas.ui.people import People
from canvas.ui.queue_dock import QueueDock
from canvas.ui.search import Search
from canvas.ui.sharing import Sharing
from canvas.ui.tools import Tools
from canvas.ui.tour import Tour
from canvas.ui.view import CanvasView

PARTS: tuple[Callable[[Bench, CanvasView, QMainWindow], Part], ...] = (
    Habits,
    Search,
    Bookmarks,
    OutlineDock,
    HistoryDock,
    QueueDock,
    Panes,
    Tour,
    Tools,
    PenSizes,
    Connecting,
    Commenting,
    People,
    Sharing,
    Asking,
    Originals,
    Models,
)
