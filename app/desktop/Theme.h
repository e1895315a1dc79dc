// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QString>

class QApplication;

namespace prohori {

/// The colours that everything drawn here is made of; one set for light, one for dark.
struct ColourTokens {
    QColor window, surface, sidebar, border, text, muted, accent, accentText, accentSoft, hover;
    QColor blueSoft, blueText, amberSoft, amberText, greenSoft, greenText, redSoft, redText, greySoft,
        greyText, badge;
};

/// A pair of colours for a status chip.
enum class ChipColour { Blue, Amber, Green, Red, Grey };

/** The look: Fusion, a palette and one style sheet from colour tokens, at a text size in percent.

    Applied to the whole program at once, also while it runs. Painted parts (rows, chips, badges, icons) ask tokens() when they paint.
*/
class Theme {
public:
    enum class Mode { Light, Dark };

    static void apply(QApplication& app, Mode mode, int textPercent);
    static Mode mode();
    static int textPercent();
    static const ColourTokens& tokens();
    static QColor chipBack(ChipColour colour);
    static QColor chipText(ChipColour colour);
    /// A pixel size that follows the text size.
    static int px(int atHundredPercent);
    static QFont font(int pixelSize, bool bold = false);
};

/// A line icon of our own by name ("home", "cases", "review", "sync", "settings", "search", "lock", "plus", "conflict"), in the colour
/// of the theme; it follows a change of theme and any pixel ratio.
QIcon lineIcon(const QString& name);

}  // namespace prohori
