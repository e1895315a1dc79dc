// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Theme.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QScrollArea>
#include <QScrollBar>
#include <QStyle>
#include <QStyleOptionFrame>
#include <QTranslator>

namespace prohori {

inline constexpr QSize kSmallScreen(1366, 768);

/// One of the eight looks: language, colours, size of letters. They hold for the whole program while this lives.
class Look {
public:
    Look(const QString& language, const QString& theme, int percent);
    ~Look();
    Q_DISABLE_COPY_MOVE(Look)

    /// Calls `row(name, language, theme, percent)` for each of the eight.
    template <typename Row>
    static void each(const Row& row)
    {
        for (const char* language : {"en", "bn"}) {
            for (const char* theme : {"light", "dark"}) {
                for (const int percent : {100, 150})
                    row(QStringLiteral("%1-%2-%3")
                            .arg(QLatin1String(language), QLatin1String(theme))
                            .arg(percent),
                        QLatin1String(language), QLatin1String(theme), percent);
            }
        }
    }

private:
    QLocale m_before;
    QTranslator m_translator;
};

/// The nearest scroll area that the widget is the content of; nullptr when it stands in none.
const QAbstractScrollArea* scrolledIn(const QWidget* widget);

/// Why the text of a widget is not all there; empty when it is, or when the widget shows none.
QString whyCut(const QWidget* widget);

/// Everything has its place, as it has before it is painted.
void settle();

/// What is cut off in `root`, as a person would see it: a text without room, a control that sticks out of what it stands in, content wider than
/// what scrolls it. Empty when nothing is.
QString whatIsCut(const QWidget& root);

/// Of the height of `whole`, what `part` has of it: percent.
int shareOf(const QWidget* part, const QWidget* whole);

/// Into the folder in PROHORI_PICTURES, where that is set.
void picture(QWidget& widget, const QString& name);

}  // namespace prohori
