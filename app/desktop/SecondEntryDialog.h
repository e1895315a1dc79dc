// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/SecondEntry.h"

#include <QDialog>
#include <QTimer>

class QLabel;
class QPushButton;
class QStackedWidget;

namespace prohori {

class SecondEntryAsking;
class SecondEntrySettling;

/** "Enter again to verify": the questions marked verify are typed a second time without sight of the first, then the differences stand
    side by side and are settled. By keyboard alone; Esc closes it and what was typed is kept.

    Accepted with outcome() when every question was answered and every difference settled. Deletes itself.
*/
class SecondEntryDialog final : public QDialog {
    Q_OBJECT
public:
    struct Subject {
        QString title;           ///< of the case, such as its reference
        QString who;             ///< stands in each settlement
        bool hasSealed = false;  ///< names are closed: says that they are left out
    };
    /// `engine`, `random` and `clock` must outlive it. `saved` is what progressed() gave, or empty.
    SecondEntryDialog(const FormEngine& engine, RandomSource& random, const Clock& clock,
                      const Answers& first, const QJsonObject& saved, const Subject& subject,
                      QWidget* parent);
    ~SecondEntryDialog() override;

    const SecondEntry& entry() const { return m_entry; }
    SecondEntryOutcome outcome() const;
    void done(int result) override;

signals:
    /// To be kept, so that it can be gone on with: within a second of typing, and when it closes.
    void progressed(const QJsonObject& progress);

private:
    void addButtons();
    void compare();
    void goBack();
    void next();
    bool isComparing() const;
    void retell();

    SecondEntry m_entry;
    QStackedWidget* m_stack;
    SecondEntryAsking* m_asking;
    SecondEntrySettling* m_settling;
    QLabel *m_heading, *m_explanation, *m_why;
    QPushButton *m_back, *m_next;
    QString m_note;  ///< what is left out
    QTimer m_keep;
};

}  // namespace prohori
