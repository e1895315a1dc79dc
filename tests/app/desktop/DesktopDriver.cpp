// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/desktop/DesktopDriver.h"

#include "app/desktop/Controls.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDialog>
#include <QHeaderView>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPointer>
#include <QTableView>
#include <QTest>
#include <QTimer>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kMostTabs = 300;
constexpr int kMostPages = 80;

QString rowText(const QAbstractItemModel& model, int row)
{
    QStringList cells;
    for (int column = 0; column < model.columnCount(); ++column) {
        const QModelIndex cell = model.index(row, column);
        for (const int role :
             {int(Qt::DisplayRole), int(RowDelegate::SecondLine), int(RowDelegate::ChipText)}) {
            const QString text = cell.data(role).toString();
            if (!text.isEmpty())
                cells.append(text);
        }
    }
    return cells.join(u" | "_s);
}

/// Until the event loop came round once: what the last key set off, such as a dialog that opens, has happened then.
void letThingsHappen()
{
    bool round = false;
    QTimer::singleShot(0, qApp, [&round] { round = true; });
    if (!QTest::qWaitFor([&round] { return round; }))
        qFatal("the event loop does not come round");
}

QString shownBy(const QWidget& widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(&widget))
        return label->text();
    if (const auto* tile = qobject_cast<const TileButton*>(&widget))
        return tile->accessibleName();
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget))
        return button->text();
    if (const auto* line = qobject_cast<const QLineEdit*>(&widget))
        return line->echoMode() == QLineEdit::Normal ? line->text() : QString();
    if (const auto* box = qobject_cast<const QComboBox*>(&widget))
        return box->currentText();
    if (const auto* text = qobject_cast<const QPlainTextEdit*>(&widget))
        return text->toPlainText();
    if (const auto* list = qobject_cast<const QAbstractItemView*>(&widget)) {
        QStringList rows;
        for (int row = 0; list->model() && row < list->model()->rowCount(); ++row)
            rows.append(rowText(*list->model(), row));
        return rows.join(u'\n');
    }
    return {};
}

}  // namespace

DesktopDriver::DesktopDriver(QApplication& app, const QString& folder, const LookSettings& look)
    : m_desktop(std::make_unique<Desktop>(app, folder, look, m_keychain, m_clock))
{
    m_desktop->window().show();
    m_desktop->window().activateWindow();
    if (!QTest::qWaitForWindowActive(&m_desktop->window()))
        qFatal("the window did not become active");
}

DesktopDriver::~DesktopDriver() = default;

QWidget* DesktopDriver::focus() const
{
    QWidget* widget = QApplication::focusWidget();
    if (widget)
        return widget;
    return QApplication::activeModalWidget() ? QApplication::activeModalWidget() : &m_desktop->window();
}

QString DesktopDriver::focusName() const
{
    return focus()->objectName();
}

void DesktopDriver::key(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    ++m_keys;
    QTest::keyClick(focus(), key, modifiers);
    letThingsHappen();
    // There is no window manager here that activates what is in front.
    QWidget* front =
        QApplication::activeModalWidget() ? QApplication::activeModalWidget() : &m_desktop->window();
    if (QApplication::activeWindow() == front)
        return;
    front->activateWindow();
    if (!QTest::qWaitForWindowActive(front))
        qWarning("the window in front does not become active");
}

void DesktopDriver::type(const QString& text)
{
    for (const QChar letter : text) {
        ++m_keys;
        const auto key = letter.unicode() < 0x80 ? QTest::asciiToKey(letter.toLatin1()) : Qt::Key_unknown;
        QTest::sendKeyEvent(QTest::Click, focus(), key, QString(letter), Qt::NoModifier);
    }
}

void DesktopDriver::enter(const QString& text)
{
    const QPointer<QWidget> at = focus();
    for (const QChar letter : text) {
        type(letter);
        if (focus() != at)
            return;
    }
    key(Qt::Key_Return);
}

bool DesktopDriver::tabTo(const QString& name)
{
    for (int i = 0; i < kMostTabs && focusName() != name; ++i)
        key(Qt::Key_Tab);
    return focusName() == name;
}

bool DesktopDriver::pageTo(const QString& name)
{
    for (int i = 0; i < kMostPages && focusName() != name; ++i)
        key(Qt::Key_PageDown, Qt::ControlModifier);
    return focusName() == name;
}

bool DesktopDriver::press(const QString& name)
{
    if (!tabTo(name))
        return false;
    key(Qt::Key_Space);
    return true;
}

QWidget* DesktopDriver::seen(const QString& name) const
{
    const QList<QWidget*> all = QApplication::allWidgets();
    for (QWidget* widget : all) {
        if (widget->objectName() == name && widget->isVisible())
            return widget;
    }
    return nullptr;
}

QString DesktopDriver::text(const QString& name) const
{
    const QWidget* widget = seen(name);
    return widget ? shownBy(*widget) : QString();
}

QString DesktopDriver::everything() const
{
    QStringList lines;
    const QList<QWidget*> all = QApplication::allWidgets();
    for (const QWidget* widget : all) {
        const QString shown = widget->isVisible() ? shownBy(*widget) : QString();
        if (!shown.isEmpty())
            lines.append(shown);
    }
    return lines.join(u'\n');
}

int DesktopDriver::rowWith(const QString& table, const QStringList& words) const
{
    const auto* view = qobject_cast<QAbstractItemView*>(seen(table));
    for (int row = 0; view && row < view->model()->rowCount(); ++row) {
        const QString shown = rowText(*view->model(), row);
        if (std::all_of(words.begin(), words.end(),
                        [&](const QString& word) { return shown.contains(word); }))
            return row;
    }
    return -1;
}

bool DesktopDriver::openRow(const QString& table, const QStringList& words)
{
    const int wanted = rowWith(table, words);
    if (wanted < 0 || !tabTo(table))
        return false;
    const auto* view = qobject_cast<QAbstractItemView*>(seen(table));
    for (int i = 0; i < view->model()->rowCount() && view->currentIndex().row() != wanted; ++i)
        key(view->currentIndex().row() < wanted ? Qt::Key_Down : Qt::Key_Up);
    if (view->currentIndex().row() != wanted)
        return false;
    key(Qt::Key_Return);
    return true;
}

bool DesktopDriver::waitFor(const std::function<bool()>& fact, int limitMs)
{
    return QTest::qWaitFor(fact, limitMs);
}

bool DesktopDriver::waitForText(const QString& name, const QString& part, int limitMs)
{
    return waitFor([&] { return text(name).contains(part); }, limitMs);
}

QStringList DesktopDriver::silentControls() const
{
    QStringList silent;
    const QList<QWidget*> all = QApplication::allWidgets();
    for (const QWidget* widget : all) {
        if (!widget->isVisible() || widget->isEnabled() || widget->focusPolicy() == Qt::NoFocus)
            continue;
        // Inside of a control that is switched off as a whole and says why.
        const QWidget* outer = widget;
        while (outer->parentWidget() && !outer->isWindow() && !outer->parentWidget()->isEnabled())
            outer = outer->parentWidget();
        if (whyDisabled(*widget).isEmpty() && whyDisabled(*outer).isEmpty())
            silent.append(u"%1 (%2)"_s.arg(widget->objectName(),
                                           QString::fromLatin1(widget->metaObject()->className())));
        else if (!whyDisabled(*widget).isEmpty()
                 && (widget->toolTip().isEmpty() || widget->accessibleDescription().isEmpty()))
            silent.append(widget->objectName() + u": the reason is not shown"_s);
    }
    return silent;
}

bool DesktopDriver::shoot(const QString& file)
{
    letThingsHappen();
    QPixmap picture = m_desktop->window().grab();
    if (QWidget* dialog = QApplication::activeModalWidget()) {
        QPainter painter(&picture);
        painter.fillRect(picture.rect(), QColor(0, 0, 0, 90));
        const QPixmap above = dialog->grab();
        painter.drawPixmap((picture.width() - above.width()) / 2, (picture.height() - above.height()) / 2,
                           above);
    }
    return picture.save(file);
}

bool DesktopDriver::unlock(const QString& password)
{
    if (!tabTo(u"passwordEdit"_s))
        return false;
    enter(password);
    return waitFor([this] { return seen(u"mainWindow"_s) != nullptr; });
}

void DesktopDriver::lock()
{
    key(Qt::Key_L, Qt::ControlModifier);
    waitFor([this] { return seen(u"startWindow"_s) != nullptr; });
}

QString DesktopDriver::sync()
{
    key(Qt::Key_F5);
    waitFor([this] { return !text(u"syncOutcome"_s).isEmpty(); });
    return text(u"syncOutcome"_s);
}

}  // namespace prohori
