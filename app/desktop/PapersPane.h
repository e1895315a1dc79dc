// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop/Session.h"
#include "app/station/PaperDesk.h"
#include "app/station/PaperLook.h"

#include <QFrame>
#include <QPixmap>

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace prohori {

/** The papers of the open case beside its form: what they are, how far their files have come, and the one that is looked at.

    Nothing of a file reaches the window but the points that the caged program drew (PaperLook.h), and the letters of a plain text. Keys, while
    the pane has the focus: Insert adds, Enter opens, Delete removes, Page up and Page down turn the pages of a PDF, Esc goes back to the form.
*/
class PapersPane : public QFrame {
    Q_OBJECT
public:
    explicit PapersPane(Session& session, QWidget* parent = nullptr);

    /// Of this case as it is here; whatever was looked at is dropped when it is another case.
    void showCase(const CaseView& view);
    void clear();

signals:
    /// The case has another state now.
    void changed();
    void left();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    QWidget* makeList();
    void retell();
    void tellRow(int row, const PaperView& paper);
    void judge();
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
    std::optional<CaseView> m_view;
    QList<PaperView> m_papers;
    PaperLook m_look;
    QByteArray m_content;  ///< of the paper that is looked at
    QString m_mediaType;
    QPixmap m_picture;
    int m_page = 1;
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
