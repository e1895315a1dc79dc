// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/Theme.h"

#include <QApplication>
#include <QIconEngine>
#include <QPainter>
#include <QPalette>
#include <QStyleFactory>
#include <QSvgRenderer>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kBasePixels = 14;

ColourTokens lightTokens()
{
    return {QColor(0xf4f6f8), QColor(0xffffff), QColor(0xffffff), QColor(0xdde1e6), QColor(0x17202a),
            QColor(0x5b6672), QColor(0x0f66bd), QColor(0xffffff), QColor(0xe2effb), QColor(0xeef2f6),
            QColor(0xdceafd), QColor(0x174f94), QColor(0xfcefcb), QColor(0x7a5300), QColor(0xd9f2e1),
            QColor(0x1b6b39), QColor(0xfde0de), QColor(0xa3261d), QColor(0xe6e9ed), QColor(0x47515c),
            QColor(0xc0261f)};
}

ColourTokens darkTokens()
{
    return {QColor(0x12171d), QColor(0x1b2128), QColor(0x161c23), QColor(0x323b45), QColor(0xe9edf2),
            QColor(0x9aa6b2), QColor(0x4c9fea), QColor(0x0b1622), QColor(0x21384e), QColor(0x232b34),
            QColor(0x17365b), QColor(0xa9cdfa), QColor(0x46340d), QColor(0xf3c969), QColor(0x173d26),
            QColor(0x86dba4), QColor(0x531d1b), QColor(0xff9d94), QColor(0x343c46), QColor(0xc3ccd6),
            QColor(0xd8372e)};
}

struct Current {
    Theme::Mode mode = Theme::Mode::Light;
    int percent = 100;
    ColourTokens tokens = lightTokens();
};

Current& current()
{
    static Current theme;
    return theme;
}

QPalette paletteOf(const ColourTokens& t)
{
    QPalette palette;
    palette.setColor(QPalette::Window, t.window);
    palette.setColor(QPalette::WindowText, t.text);
    palette.setColor(QPalette::Base, t.surface);
    palette.setColor(QPalette::AlternateBase, t.hover);
    palette.setColor(QPalette::Text, t.text);
    palette.setColor(QPalette::Button, t.surface);
    palette.setColor(QPalette::ButtonText, t.text);
    palette.setColor(QPalette::ToolTipBase, t.surface);
    palette.setColor(QPalette::ToolTipText, t.text);
    palette.setColor(QPalette::PlaceholderText, t.muted);
    palette.setColor(QPalette::Highlight, t.accent);
    palette.setColor(QPalette::HighlightedText, t.accentText);
    palette.setColor(QPalette::Link, t.accent);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, t.muted);
    return palette;
}

/// The one style sheet. @names are replaced by colours, #names by sizes.
const char* const kSheet = R"(
QWidget#sidebar { background: @sidebar; border: none; border-right: 1px solid @border; }
QWidget#header { background: @surface; border-bottom: 1px solid @border; }
QWidget#syncStatusBar { background: @surface; border-top: 1px solid @border; }
QFrame#card, QFrame[role="card"], QListView#caseList, QTableView#caseTable, QTableView#reviewTable, QTableView#syncLines {
  background: @surface; border: 1px solid @border; border-radius: 8px; }
QWidget#mainWindow[practice="true"] { background: @practice; } QStackedWidget#pages { background: @window; }
QFrame#practiceBand { background: @practice; } QLabel#practiceText { color: #ffffff; font-weight: 700; }
QLabel { background: transparent; }
QLabel[role="h1"] { font-size: $h1px; font-weight: 700; }
QLabel[role="h2"] { font-size: $h2px; font-weight: 600; }
QLabel[role="muted"] { color: @muted; }
QLabel[role="problem"] { color: @redText; } QLabel[role="good"] { color: @greenText; }
QLabel[role="warning"] { color: @amberText; } QLabel[role="field"] { color: @muted; }
QLabel[role="hint"] { color: @muted; font-size: $hintpx; } QLabel[role="echo"] { color: @text; }
QLabel[role="changed"] { background: @accentSoft; color: @accent; border-radius: 4px; padding: 1px 8px; }
QLineEdit[changed="true"], QPlainTextEdit[changed="true"], QFrame[role="choiceBar"][changed="true"] {
  border: 1px solid @accent; border-left: 5px solid @accent; }
QLabel[role="note"] { color: @accent; } QLabel[role="key"] { font-weight: 600; }
QLabel[role="standIn"] { background: @greySoft; color: @greyText; border-radius: 4px; padding: 1px 8px; }
QFrame[role="entryBox"] { background: @surface; border: 1px solid @accent; border-radius: 8px; }
QLabel[role="band"] { background: @amberSoft; color: @amberText; border-radius: 6px; padding: $editpx $padhpx; }
QFrame[role="column"] { background: @window; border: 1px solid @border; border-radius: 6px; }
QLabel[role="figure"] { font-size: $figurepx; font-weight: 700; }
QPushButton { background: @surface; border: 1px solid @border; border-radius: 5px; padding: $padvpx $padhpx; color: @text; }
QPushButton:hover { background: @hover; } QPushButton:focus { border: 2px solid @accent; }
QPushButton:disabled { color: @muted; background: @window; }
QPushButton[role="primary"] { background: @accent; color: @accentText; border: 1px solid @accent; font-weight: 600; }
QPushButton[role="primary"]:focus { border: 2px solid @text; }
QPushButton[role="primary"]:disabled { background: @greySoft; color: @greyText; border-color: @border; }
QPushButton[role="nav"] { text-align: left; border: none; border-radius: 6px; padding: $navpx; background: transparent; }
QPushButton[role="nav"]:hover { background: @hover; } QPushButton[role="nav"]:focus { border: 2px solid @accent; }
QPushButton[role="nav"]:checked { background: @accentSoft; color: @accent; font-weight: 600; }
QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDateEdit {
  background: @surface; border: 1px solid @border; border-radius: 5px; padding: $editpx; color: @text;
  selection-background-color: @accent; selection-color: @accentText; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid @accent; }
QLineEdit:disabled, QPlainTextEdit:disabled, QLineEdit:read-only { background: @window; color: @muted; }
QLineEdit[invalid="true"], QPlainTextEdit[invalid="true"], QFrame[role="choiceBar"][invalid="true"] { border: 1px solid @redText; }
QLineEdit[invalid="true"]:focus, QPlainTextEdit[invalid="true"]:focus { border: 2px solid @redText; }
QLineEdit[carried="true"], QPlainTextEdit[carried="true"], QFrame[role="choiceBar"][carried="true"] { background: @amberSoft; }
QFrame[role="choiceBar"] { border: 1px solid @border; border-radius: 5px; background: @surface; }
QPlainTextEdit[fixed="true"], QFrame[role="choiceBar"][fixed="true"] { background: @window; color: @muted; }
QFrame[role="choiceBar"]:focus { border: 2px solid @accent; }
QPushButton[role="choice"] { border: none; border-radius: 4px; background: @hover; padding: 4px 14px; }
QPushButton[role="choice"]:hover { background: @greySoft; }
QPushButton[role="choice"]:checked { background: @accentSoft; color: @accent; font-weight: 600; }
QFrame[role="chip"] { background: @accentSoft; border: none; border-radius: 4px; } QFrame[role="chip"][fixed="true"] { background: @greySoft; }
QPushButton[role="cross"] { border: none; background: transparent; padding: 0 2px; color: @text; } QPushButton[role="cross"]:hover { color: @redText; }
QPushButton[role="link"] { border: 1px solid transparent; background: transparent; color: @accent; padding: 2px 4px; text-align: left; }
QPushButton[role="link"]:focus { border: 2px solid @accent; }
QListWidget[role="progress"] { border-radius: 8px; padding: 4px; qproperty-problemBack: @redSoft; qproperty-problemText: @redText;
  qproperty-warningBack: @amberSoft; qproperty-warningText: @amberText; qproperty-currentBack: @accentSoft; qproperty-completeText: @greenText;
  qproperty-questionBack: @accent; qproperty-questionText: @accentText; }
QListWidget[role="progress"]:focus { border-color: @accent; }
QListWidget#choices { border: 1px solid @muted; border-radius: 4px; }
QComboBox::drop-down { border: none; width: 22px; } QComboBox::down-arrow { image: url(:/desktop/@mode/arrow.svg); width: 12px; height: 12px; }
QComboBox QAbstractItemView, QListView, QListWidget, QTableView, QTreeView { background: @surface; border: 1px solid @border; color: @text;
  selection-background-color: @accentSoft; selection-color: @text; outline: none; }
QListWidget#goToList, QListWidget#reasonList { border: none; } QListWidget#goToList::item, QListWidget#reasonList::item { padding: 4px; border-radius: 4px; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @border; padding: 6px 12px; font-weight: 600; }
QTableView#syncLines::item { padding: 0 9px; }
QCheckBox::indicator, QListView::indicator { width: 16px; height: 16px; border: 1px solid @muted; border-radius: 3px; background: @surface; }
QCheckBox::indicator:checked, QListView::indicator:checked { background: @accent; border-color: @accent; image: url(:/desktop/@mode/check.svg); }
QCheckBox:focus { color: @accent; }
QRadioButton::indicator { width: 14px; height: 14px; border: 1px solid @muted; border-radius: 8px; background: @surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 5px solid @accent; border-radius: 8px; } QRadioButton:focus { color: @accent; }
QScrollArea { border: none; background: transparent; } QScrollArea > QWidget > QWidget { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; } QScrollBar::handle:vertical { background: @border; border-radius: 5px; min-height: 30px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QProgressBar { border: 1px solid @border; border-radius: 5px; background: @window; text-align: center; height: 16px; }
QProgressBar::chunk { background: @accent; border-radius: 4px; }
QToolTip { background: @surface; color: @text; border: 1px solid @border; padding: 4px; }
)";

QString sheetFor(const ColourTokens& t, Theme::Mode mode)
{
    const QList<std::pair<QString, QString>> words{{u"@sidebar"_s, t.sidebar.name()},
                                                   {u"@surface"_s, t.surface.name()},
                                                   {u"@border"_s, t.border.name()},
                                                   {u"@window"_s, t.window.name()},
                                                   {u"@text"_s, t.text.name()},
                                                   {u"@muted"_s, t.muted.name()},
                                                   {u"@accentText"_s, t.accentText.name()},
                                                   {u"@accentSoft"_s, t.accentSoft.name()},
                                                   {u"@accent"_s, t.accent.name()},
                                                   {u"@hover"_s, t.hover.name()},
                                                   {u"@redText"_s, t.redText.name()},
                                                   {u"@greenText"_s, t.greenText.name()},
                                                   {u"@amberSoft"_s, t.amberSoft.name()},
                                                   {u"@amberText"_s, t.amberText.name()},
                                                   {u"@redSoft"_s, t.redSoft.name()},
                                                   {u"@greySoft"_s, t.greySoft.name()},
                                                   {u"@greyText"_s, t.greyText.name()},
                                                   {u"@practice"_s, u"#8a4b00"_s},
                                                   {u"@mode"_s,
                                                    mode == Theme::Mode::Dark ? u"dark"_s : u"light"_s},
                                                   {u"$h1"_s, QString::number(Theme::px(19))},
                                                   {u"$h2"_s, QString::number(Theme::px(15))},
                                                   {u"$hint"_s, QString::number(Theme::px(12))},
                                                   {u"$figure"_s, QString::number(Theme::px(26))},
                                                   {u"$padv"_s, QString::number(Theme::px(7))},
                                                   {u"$padh"_s, QString::number(Theme::px(14))},
                                                   {u"$nav"_s, QString::number(Theme::px(10))},
                                                   {u"$edit"_s, QString::number(Theme::px(6))}};
    QString sheet = QString::fromLatin1(kSheet);
    for (const auto& [word, value] : words)
        sheet.replace(word, value);
    return sheet;
}

QString iconBody(const QString& name)
{
    static const QHash<QString, QString> kBodies{
        {u"home"_s, u"<path d='M4 11.5 12 5l8 6.5V20H4z'/><path d='M10 20v-5h4v5'/>"_s},
        {u"cases"_s, u"<path d='M9 7h11M9 12h11M9 17h11M4.5 7h.01M4.5 12h.01M4.5 17h.01'/>"_s},
        {u"review"_s, u"<path d='M4 12.5 9 17.5 20 6.5'/>"_s},
        {u"conflict"_s, u"<path d='M12 4 2.5 20h19z'/><path d='M12 10v5M12 17.5v.01'/>"_s},
        {u"sync"_s, u"<path d='M20 11a8 8 0 0 0-14-4L4 9M4 4v5h5M4 13a8 8 0 0 0 14 4l2-2M20 20v-5h-5'/>"_s},
        {u"settings"_s,
         u"<circle cx='12' cy='12' r='3'/><path d='M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.1 2.1M16.3 16.3l2.1 2.1M5.6 18.4l2.1-2.1M16.3 7.7l2.1-2.1'/>"_s},
        {u"search"_s, u"<circle cx='11' cy='11' r='6'/><path d='m16 16 4.5 4.5'/>"_s},
        {u"lock"_s,
         u"<rect x='5' y='11' width='14' height='9' rx='1.5'/><path d='M8 11V8a4 4 0 0 1 8 0v3'/>"_s},
        {u"journal"_s, u"<path d='M6 4h11l2 2v14H6z'/><path d='M9 9h7M9 13h7M9 17h4'/>"_s},
        {u"plus"_s, u"<path d='M12 5v14M5 12h14'/>"_s},
        {u"back"_s, u"<path d='M15 5l-7 7 7 7'/>"_s},
    };
    return kBodies.value(name);
}

/// Draws an icon's strokes in the theme's colour of the moment.
class LineIconEngine final : public QIconEngine {
public:
    explicit LineIconEngine(QString name) : m_name(std::move(name)) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State state) override
    {
        const ColourTokens& t = Theme::tokens();
        const QColor colour = state == QIcon::On ? t.accent : mode == QIcon::Disabled ? t.muted : t.text;
        const QString svg =
            u"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24' fill='none' stroke='%1' "
            "stroke-width='1.7' stroke-linecap='round' stroke-linejoin='round'>%2</svg>"_s.arg(colour.name(),
                                                                                               iconBody(
                                                                                                   m_name));
        QSvgRenderer(svg.toUtf8()).render(painter, rect);
    }

    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap image(size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paint(&painter, QRect(QPoint(), size), mode, state);
        return image;
    }

    QIconEngine* clone() const override { return new LineIconEngine(m_name); }

private:
    QString m_name;
};

}  // namespace

void Theme::apply(QApplication& app, Mode mode, int textPercent)
{
    Current& theme = current();
    theme.mode = mode;
    theme.percent = std::clamp(textPercent, 80, 200);
    theme.tokens = mode == Mode::Dark ? darkTokens() : lightTokens();
    QApplication::setStyle(QStyleFactory::create(u"Fusion"_s));
    QApplication::setFont(font(kBasePixels));
    QApplication::setPalette(paletteOf(theme.tokens));
    app.setStyleSheet(sheetFor(theme.tokens, mode));
}

Theme::Mode Theme::mode()
{
    return current().mode;
}
int Theme::textPercent()
{
    return current().percent;
}
const ColourTokens& Theme::tokens()
{
    return current().tokens;
}

QColor Theme::chipBack(ChipColour colour)
{
    const ColourTokens& t = tokens();
    switch (colour) {
    case ChipColour::Blue: return t.blueSoft;
    case ChipColour::Amber: return t.amberSoft;
    case ChipColour::Green: return t.greenSoft;
    case ChipColour::Red: return t.redSoft;
    case ChipColour::Grey: break;
    }
    return t.greySoft;
}

QColor Theme::chipText(ChipColour colour)
{
    const ColourTokens& t = tokens();
    switch (colour) {
    case ChipColour::Blue: return t.blueText;
    case ChipColour::Amber: return t.amberText;
    case ChipColour::Green: return t.greenText;
    case ChipColour::Red: return t.redText;
    case ChipColour::Grey: break;
    }
    return t.greyText;
}

int Theme::px(int atHundredPercent)
{
    return atHundredPercent * current().percent / 100;
}

QFont Theme::font(int pixelSize, bool bold)
{
    QFont font;
    font.setFamilies({u"Noto Sans"_s, u"Noto Sans Bengali"_s});
    font.setPixelSize(px(pixelSize));
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setWeight(bold ? QFont::DemiBold : QFont::Normal);
    return font;
}

QIcon lineIcon(const QString& name)
{
    return QIcon(new LineIconEngine(name));
}

}  // namespace prohori
