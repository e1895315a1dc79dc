// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/ChoicePopup.h"
#include "forms/widgets/FieldEditor.h"

namespace prohori {

class ChoiceLine;

/** What one and several choices have in common: a line in which one types a code, a key or letters in either
    language, and the list under it.

    While one types, the best fit is highlighted; Enter and Tab take it. Down opens the list of all, Esc
    closes it.
*/
class ChoiceEditor : public FieldEditor {
    Q_OBJECT
public:
    ChoiceEditor(FormModel& model, const AnswerPath& path, QWidget* parent);
    ~ChoiceEditor() override;

    QWidget* control() const override;
    bool takeKey(const QKeyEvent& key) override;
    bool claims(const QKeyEvent& key) const override;
    void drop() override;

signals:
    /// A choice was taken from the list with the mouse.
    void clicked();

protected:
    void showMissing() override;
    /// A choice was picked from the list.
    virtual void pick(const QString& code) = 0;
    /// What was typed has changed.
    virtual void typed(const QString& text) = 0;
    virtual void leave(bool byKeyboard) override = 0;
    void openList(const QString& typed);
    void closeList();
    bool isListOpen() const { return m_popup && m_popup->isVisible(); }
    QString highlighted() const { return m_popup ? m_popup->highlighted() : QString(); }
    /// Labels of stored codes, also of those that are offered no longer.
    QString labels(const QString& codes) const;
    QList<Choice> known() const;

    ChoiceLine* m_line;

private:
    QPointer<ChoicePopup> m_popup;
    Answer m_before;  ///< what Esc brings back
};

}  // namespace prohori
