// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/PaperDesk.h"
#include "app/station/PaperLook.h"

#include <QFrame>
#include <QPixmap>

class QBoxLayout;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace prohori {

/** The papers of the open case beside its form: what they are, how far their files have come, and the one that is looked at.

    Nothing of a file reaches the window but the points that the caged program drew (PaperLook.h), and the letters of a plain text. Keys, while
    the pane has the focus: Insert adds, Enter opens, Delete removes, Page up and Page down turn the pages of a PDF, Esc goes back to the form.
    Up and down go through the papers; the one that was looked at goes with its row.
*/
class PapersPane : public QFrame {
    Q_OBJECT
public:
    /// `Look` adds and removes nothing, and shows a paper that names nobody as soon as it is chosen.
    enum class Use { Keep, Look };
    explicit PapersPane(Session& session, QWidget* parent = nullptr, Use use = Use::Keep);

    /// Of this case as it is here; whatever was looked at is dropped when it is another case.
    void showCase(const CaseView& view);
    void clear();
    int count() const { return int(m_papers.size()); }

signals:
    /// The case has another state now.
    void changed();
    void left();

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    QWidget* makeList();
    void arrange();
    void retell();
    void tellRow(int row, const PaperView& paper);
    void judge();
    void choose();
    const PaperView* chosen() const;
    void askFile();
    void askWhat(const QString& file);
    void add(const QString& file, const NewPaper& what);
    void openChosen();
    void look(const FieldKey& key, const QString& reason);
    void drawPage(int page);
    void takePicture(const PaperPicture& picture);
    void fitPicture();
    void dropPaper();
    void removeChosen();
    void tell(const QString& text, bool good);
    QString stateText(const PaperView& paper) const;

    Session& m_session;
    const Use m_use;
    std::optional<CaseView> m_view;
    QList<PaperView> m_papers;
    FieldKey m_looked;  ///< whose content is here
    PaperLook m_look;
    QByteArray m_content;  ///< of the paper that is looked at
    QString m_mediaType;
    QPixmap m_picture;
    int m_page = 1;
    QBoxLayout* m_parts;  ///< list and picture: above each other, or beside where the pane is wide and low
    QLabel *m_heading, *m_message, *m_shown;
    QTableWidget* m_table;
    QPushButton *m_add, *m_open, *m_remove;
    QStackedWidget* m_sight;
    QPlainTextEdit* m_text;
};

/// Sentences for what the intake and the caged program answer; the first is empty for a hint that ErrorText knows better.
QString paperSentence(const QString& hint);
QString paperSentence(const Error& error);

}  // namespace prohori
