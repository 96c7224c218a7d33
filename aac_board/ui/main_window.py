"""The window: message on top, one line for notices, the board below."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QWidget

from aac_board.core.settings import LookSettings, ScanSettings
from aac_board.ui.board_view import GAP, BoardView
from aac_board.ui.large_text import LargeText
from aac_board.ui.message_bar import MessageBar
from aac_board.ui.notices import NoticeBar
from aac_board.ui.theme import THEMES

MESSAGE_SHARE = 1 / 6
NOTICE_SHARE = 1 / 22


class MainWindow(QWidget):
    """Holds the parts and tells when the window gains or loses the keyboard, and when it was closed."""

    focus_gained = Signal()
    focus_lost = Signal()
    closed = Signal()

    def __init__(self, look: LookSettings) -> None:
        super().__init__()
        theme = THEMES[look.theme]
        self.message = MessageBar(theme, self)
        self.notices = NoticeBar(theme, self)
        self.board = BoardView(theme, self)
        self.large = LargeText(theme, self)
        self.setWindowTitle("AAC Board")
        self.setMinimumSize(640, 400)
        self.setAutoFillBackground(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def use(self, look: LookSettings, scan: ScanSettings) -> None:
        """Take on colours and full screen."""
        theme = THEMES[look.theme]
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Window, theme.ground)
        self.setPalette(palette)
        self.message.use(theme)
        self.notices.use(theme)
        self.board.use(theme, dim_others=scan.dim_others)
        self.large.theme = theme
        if self.isVisible() and look.fullscreen != self.isFullScreen():
            self.show_as(fullscreen=look.fullscreen)

    def show_as(self, *, fullscreen: bool) -> None:
        """Show it over the whole screen, with or without a title bar."""
        if fullscreen:
            self.showFullScreen()
        else:
            self.showMaximized()

    def come_forward(self) -> None:
        """Show it in front of other windows."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()

    def _place(self) -> None:
        width, height = self.width(), self.height()
        message, notice = round(height * MESSAGE_SHARE), max(round(height * NOTICE_SHARE), 28)
        self.message.setGeometry(GAP, GAP, width - 2 * GAP, message - GAP)
        self.notices.setGeometry(GAP, message + 4, width - 2 * GAP, notice)
        top = message + notice + 4
        self.board.setGeometry(0, top, width, height - top)
        self.large.setGeometry(QRect(0, 0, width, height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the shares of the parts."""
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Tell when the keyboard comes or goes."""
        if event.type() == QEvent.Type.ActivationChange:
            (self.focus_gained if self.isActiveWindow() else self.focus_lost).emit()
        super().changeEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that it was closed."""
        self.closed.emit()
        event.accept()
