// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/ErrorText.h"
#include "app/desktop/PapersPane.h"
#include "app/desktop/Theme.h"

#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStackedWidget>

#include <algorithm>

// The paper that is looked at, and what is said of papers.

namespace prohori {

using namespace Qt::StringLiterals;

QString paperSentence(const QString& hint)
{
    const QHash<QString, QString> sentences{
        {u"too-big"_s, PapersPane::tr("The file is larger than 20 MB: scan it with fewer points.")},
        {u"empty"_s, PapersPane::tr("The file is empty.")},
        {u"unknown-kind"_s, PapersPane::tr("Only JPEG and PNG pictures, PDF and plain text can be added.")},
        {u"too-many-pixels"_s,
         PapersPane::tr("The picture has more than 100 million points: make it smaller first.")},
        {u"damaged"_s, PapersPane::tr("The file is damaged, or not what it says it is.")},
        {u"double"_s, PapersPane::tr("The file hides another file behind or inside it, and is not taken.")},
        {u"active-pdf"_s,
         PapersPane::tr("The PDF holds a script, a command or another file: print it and scan the paper.")},
        {u"sealed-pdf"_s, PapersPane::tr("The PDF is locked with a password: save it without one first.")},
        {u"not-whole"_s, PapersPane::tr("Not all of this paper has come yet: exchange first.")},
        {u"in-district"_s,
         PapersPane::tr("Headquarters see what this paper is, and not the paper itself: the district has not "
                        "allowed that it leaves.")},
        {u"approved"_s,
         PapersPane::tr("The case was approved with the papers that it has: it has to be reopened first.")},
        {u"no-program"_s, PapersPane::tr("The program that draws papers is missing: install Prohori again.")},
        {u"no-cage"_s,
         PapersPane::tr("This computer does not let a paper be drawn safely, so it is not shown.")},
        {u"too-slow"_s, PapersPane::tr("Drawing took too long and was stopped.")},
        {u"no-picture"_s, PapersPane::tr("The paper could not be drawn.")},
    };
    return sentences.value(hint);
}

QString paperSentence(const Error& error)
{
    const QString known = paperSentence(error.hint);
    return known.isEmpty() ? Words::error(error) : known;
}

void PapersPane::look(const FieldKey& key, const QString& reason)
{
    if (!m_view)
        return;
    const auto paper =
        std::find_if(m_papers.begin(), m_papers.end(), [&](const PaperView& one) { return one.key == key; });
    auto content = PaperDesk(m_session.station()).open(m_view->state.record, key, reason);
    if (!content || paper == m_papers.end()) {
        tell(content ? tr("The paper is gone.") : paperSentence(content.error()), false);
        return;
    }
    dropPaper();
    m_looked = key;
    m_content = std::move(*content);
    m_mediaType = paper->mediaType;
    if (m_mediaType == u"text/plain"_s) {
        m_text->setPlainText(QString::fromUtf8(m_content));
        m_sight->setCurrentWidget(m_text);
        tell({}, true);
        return;
    }
    drawPage(1);
}

void PapersPane::drawPage(int page)
{
    m_page = page;
    tell(tr("The paper is being drawn…"), true);
    m_look.show(m_content, m_mediaType, page, PaperLook::kMostSide);
}

void PapersPane::takePicture(const PaperPicture& picture)
{
    const QImage image(reinterpret_cast<const uchar*>(picture.rgb.constData()), picture.width, picture.height,
                       qsizetype(picture.width) * 3, QImage::Format_RGB888);
    m_picture = QPixmap::fromImage(image);
    m_shown->setAccessibleName(tr("Picture of the paper, page %1").arg(m_page));
    m_sight->setCurrentWidget(m_shown);
    fitPicture();
    tell(m_mediaType == u"application/pdf"_s
             ? tr("Page %1. Page Up and Page Down turn the pages.").arg(m_page)
             : QString(),
         true);
}

void PapersPane::fitPicture()
{
    if (m_picture.isNull())
        return;
    QPixmap fitted = m_picture.scaled(m_sight->size(), Qt::KeepAspectRatio, Qt::SmoothTransformation);
    // A white sheet on a white window needs an edge.
    QPainter painter(&fitted);
    painter.setPen(Theme::tokens().border);
    painter.drawRect(fitted.rect().adjusted(0, 0, -1, -1));
    painter.end();
    m_shown->setPixmap(fitted);
}

/// Nothing of a paper stays in the window longer than it is looked at.
void PapersPane::dropPaper()
{
    m_look.drop();
    m_looked = {};
    m_content.fill('\0');
    m_content.clear();
    m_picture = {};
    m_shown->clear();
    m_text->clear();
    m_page = 1;
    m_sight->setCurrentWidget(m_shown);
}

/// Esc means the pane here, and not the page around it, which has it as a key of its own.
bool PapersPane::event(QEvent* event)
{
    if (event->type() == QEvent::ShortcutOverride
        && static_cast<const QKeyEvent*>(event)->matches(QKeySequence::Cancel)) {
        event->accept();
        return true;
    }
    return QFrame::event(event);
}

void PapersPane::keyPressEvent(QKeyEvent* event)
{
    const bool isPdf = m_mediaType == u"application/pdf"_s && !m_content.isEmpty();
    if (event->key() == Qt::Key_Insert && m_use == Use::Keep)
        m_add->click();
    else if (event->key() == Qt::Key_Delete && m_use == Use::Keep)
        m_remove->click();
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        m_open->click();
    else if (event->key() == Qt::Key_PageDown && isPdf)
        drawPage(m_page + 1);
    else if (event->key() == Qt::Key_PageUp && isPdf && m_page > 1)
        drawPage(m_page - 1);
    else if (event->key() == Qt::Key_Escape)
        emit left();
    else
        QFrame::keyPressEvent(event);
}

void PapersPane::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    choose();
}

void PapersPane::resizeEvent(QResizeEvent* event)
{
    QFrame::resizeEvent(event);
    arrange();
    fitPicture();
}

}  // namespace prohori
