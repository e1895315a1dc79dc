// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormEngine.h"

#include <QDialog>
#include <QList>
#include <QStringList>

class QListWidget;
class QPlainTextEdit;
class QLabel;
class QPushButton;

namespace prohori {

inline constexpr int kLeastComment = 5;  ///< letters, where a decision has to say why

/// Asks before something is done that cannot be taken back. Deletes itself, as all dialogs here; shown with open().
class QuestionDialog : public QDialog {
    Q_OBJECT
public:
    struct Text {
        QString title, explanation, okText;
    };
    QuestionDialog(const Text& text, QWidget* parent);
};

/// Asks for reason codes and, where wanted, a comment. OK is open only when both are there.
class ReasonDialog : public QDialog {
    Q_OBJECT
public:
    struct Wish {
        QString title;
        QString explanation;
        QList<std::pair<QString, QString>> choices;  ///< code and label; empty: no codes are asked
        bool manyCodes = false;
        int leastComment = 0;  ///< 0: no comment is asked
        QString okText;
        QString chosen, comment;  ///< what it begins with
    };
    ReasonDialog(const Wish& wish, QWidget* parent);

    QStringList codes() const;
    QString comment() const;

private:
    QWidget* makeChoices();
    void judge();

    Wish m_wish;
    QListWidget* m_codes = nullptr;
    QPlainTextEdit* m_comment = nullptr;
    QPushButton* m_ok;
};

/// The choices of a list of the form as ReasonDialog takes them, in the language of the program.
QList<std::pair<QString, QString>> reasonChoices(const FormDefinition& form, const QString& list);

/// Checklist A of a district approval, checklist B of an acceptance: each point is ticked by itself, then it can be done. Space ticks, arrows and
/// Tab move, Enter does it.
class ChecklistDialog : public QDialog {
    Q_OBJECT
public:
    /// `points` with what the answers show of each; a person ticks them all the same.
    ChecklistDialog(const QString& localRef, const QList<ChecklistItem>& points, QWidget* parent);
    /// With words of its own: title, heading (`explanation`) and button.
    ChecklistDialog(const QuestionDialog::Text& text, const QList<ChecklistItem>& points, QWidget* parent);
};

}  // namespace prohori
