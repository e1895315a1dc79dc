// SPDX-License-Identifier: GPL-3.0-or-later
#include "Room.h"

#include "app/desktop/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionFrame>

namespace prohori {

Look::Look(const QString& language, const QString& theme, int percent) : m_before()
{
    if (language == QLatin1String("bn")) {
        QLocale::setDefault(QLocale(QLocale::Bengali, QLocale::Bangladesh));
        if (!m_translator.load(QStringLiteral(":/translations/prohori_bn.qm")))
            qFatal("there is no Bangla");
        qApp->installTranslator(&m_translator);
    }
    Theme::apply(*qApp, theme == QLatin1String("dark") ? Theme::Mode::Dark : Theme::Mode::Light, percent);
}

Look::~Look()
{
    Theme::apply(*qApp, Theme::Mode::Light, 100);
    qApp->removeTranslator(&m_translator);
    QLocale::setDefault(m_before);
}

const QAbstractScrollArea* scrolledIn(const QWidget* widget)
{
    for (const QWidget* at = widget->parentWidget(); at; at = at->parentWidget()) {
        if (const auto* area = qobject_cast<const QAbstractScrollArea*>(at))
            return area;
    }
    return nullptr;
}

QString whyCut(const QWidget* widget)
{
    if (const auto* label = qobject_cast<const QLabel*>(widget); label && !label->text().isEmpty()) {
        const int tall =
            label->wordWrap() ? label->heightForWidth(label->width()) : label->sizeHint().height();
        // A word that is longer than the line is not wrapped.
        const int wide = label->wordWrap() ? label->minimumSizeHint().width() : label->sizeHint().width();
        if (label->height() + 1 < tall || label->width() + 1 < wide)
            return QStringLiteral("%1x%2 for %3x%4")
                .arg(label->width())
                .arg(label->height())
                .arg(wide)
                .arg(tall);
    }
    if (const auto* button = qobject_cast<const QAbstractButton*>(widget);
        button && !button->text().isEmpty()) {
        const QSize least = button->minimumSizeHint();
        if (button->width() < least.width() || button->height() < least.height())
            return QStringLiteral("%1x%2 for %3x%4")
                .arg(button->width())
                .arg(button->height())
                .arg(least.width())
                .arg(least.height());
    }
    if (const auto* line = qobject_cast<const QLineEdit*>(widget)) {
        QStyleOptionFrame option;
        option.initFrom(line);
        const QRect room = line->style()->subElementRect(QStyle::SE_LineEditContents, &option, line);
        if (room.height() < line->fontMetrics().height())
            return QStringLiteral("%1 high for %2").arg(room.height()).arg(line->fontMetrics().height());
    }
    if (const auto* list = qobject_cast<const QListWidget*>(widget)) {
        if (list->horizontalScrollBar()->maximum() > 0)
            return QStringLiteral("lines are %1 too long").arg(list->horizontalScrollBar()->maximum());
        for (int row = 0; row < list->count(); ++row) {
            const QListWidgetItem* item = list->item(row);
            const QFontMetrics metrics(item->data(Qt::FontRole).isValid() ? item->font() : list->font());
            const QRect room = list->visualItemRect(item);
            const int wide = qMin(room.width(), list->viewport()->width());
            const int needed =
                metrics.boundingRect(QRect(0, 0, wide, 100'000), Qt::TextWordWrap, item->text()).height();
            if (room.height() < needed)
                return QStringLiteral("line %1: %2 high for %3: ").arg(row).arg(room.height()).arg(needed)
                     + item->text();
        }
    }
    return {};
}

void settle()
{
    for (int round = 0; round < 4; ++round) {
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QCoreApplication::sendPostedEvents();
    }
}

QString whatIsCut(const QWidget& root)
{
    const QList<QWidget*> all = root.findChildren<QWidget*>();
    for (const QWidget* widget : all) {
        if (!widget->isVisibleTo(&root) || widget->window() != root.window())
            continue;
        const QString name = QStringLiteral("%1 '%2'").arg(QLatin1String(widget->metaObject()->className()),
                                                           widget->objectName());
        if (const QString why = whyCut(widget); !why.isEmpty())
            return name + QStringLiteral(": ") + why + QLatin1Char(' ') + widget->property("text").toString();
        const QAbstractScrollArea* scrolled = scrolledIn(widget);
        const QWidget* frame = scrolled ? scrolled->viewport() : &root;
        if (!frame->isAncestorOf(widget))
            continue;  // a scroll bar, or the viewport itself
        const QRect place(widget->mapTo(frame, QPoint()), widget->size());
        const bool tooFar = place.right() > frame->width() || place.left() < -1;
        const bool tooLow = !scrolled && (place.bottom() > frame->height() || place.top() < -1);
        if (!widget->isWindow() && !widget->visibleRegion().isEmpty() && (tooFar || tooLow))
            return name + QStringLiteral(" sticks out: ") + widget->property("text").toString();
    }
    return {};
}

int shareOf(const QWidget* part, const QWidget* whole)
{
    return part && whole && whole->height() > 0 ? part->height() * 100 / whole->height() : 0;
}

void picture(QWidget& widget, const QString& name)
{
    settle();
    const QString folder = qEnvironmentVariable("PROHORI_PICTURES");
    if (!folder.isEmpty() && !widget.grab().save(QDir(folder).filePath(name + QStringLiteral(".png"))))
        qWarning("no picture");
}

}  // namespace prohori
