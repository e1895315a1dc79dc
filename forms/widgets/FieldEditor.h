// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/widgets/FormModel.h"

#include <QWidget>

class QKeyEvent;

namespace prohori {

/** The editor of one field. It takes what is typed into the model while one types, and reads it properly when
    it is left.

    A derived class has one control that takes the focus and carries the name "<group>.<field>". While it has
    the focus and holds typing that is not taken over yet, refresh() leaves that typing alone.
*/
class FieldEditor : public QWidget {
    Q_OBJECT
public:
    FieldEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

    const AnswerPath& path() const { return m_path; }
    const FieldDefinition& field() const { return m_model.field(m_path); }
    /// What takes the focus.
    virtual QWidget* control() const = 0;
    /// Shows what the model holds, in its language.
    virtual void refresh() = 0;
    /// Takes the typing over, as leaving does.
    virtual void commit() = 0;
    /// Enter: takes the typing over; true when the cursor may go on.
    virtual bool takeEnter();
    /// A key before anybody else uses it; true when it is used up here.
    virtual bool takeKey(const QKeyEvent& key);
    /// Whether this key is the editor's own although it is a shortcut elsewhere.
    virtual bool claims(const QKeyEvent& key) const;
    /// Whether it wants the whole width.
    virtual bool isWide() const { return false; }
    /// Tells screen readers and tooltips what stands around the field: why it is fixed, its hint, its
    /// problems.
    void describe();
    /// Forgets typing that is not taken over: the answers are about to be others.
    virtual void drop() { m_typed = false; }
    /// Answers with a reason why there is no answer.
    void setMissing(const QString& reason);
    /// A line below: how what is typed was understood, or all of an answer that the control has no room for.
    virtual QString echo() const { return {}; }

signals:
    void entered();
    void left();
    /// The answer is complete without Enter: the cursor may go on.
    void advanceWanted();

protected:
    /// To be called once `control()` is there.
    void adopt();
    bool takeDontKnow(const QKeyEvent& key);
    bool eventFilter(QObject* watched, QEvent* event) override;
    /// The focus goes by Tab or Enter: what is highlighted counts.
    virtual void leave(bool byKeyboard);
    virtual void showMissing() = 0;
    /// The word for a missing answer, or for one that is sealed; empty for an answer.
    QString standIn() const;
    Answer answer() const { return m_model.shown(m_path); }
    bool isFixed() const { return !m_model.whyFixed(m_path).isEmpty(); }

    FormModel& m_model;
    const AnswerPath m_path;
    bool m_typed = false;  ///< what stands in the control is not taken over yet
};

/// The editor that fits the kind of the field.
FieldEditor* makeFieldEditor(FormModel& model, const AnswerPath& path, QWidget* parent);

}  // namespace prohori
