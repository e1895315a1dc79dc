// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerWords.h"
#include "app/station/CaseDesk.h"
#include "core/secrets/Crypto.h"
#include "forms/widgets/FormModel.h"

#include <QFrame>

class QBoxLayout;
class QButtonGroup;
class QGridLayout;
class QRadioButton;

namespace prohori {

class FieldEditor;

/** One conflict, a column for each side, one for what it was before all of them, and one to type another answer into.

    A column tells the values of the whole merge group, who wrote them, when by his clock and when the server got them. A side that
    somebody cannot read can be taken all the same; another answer is typed only where every field of the group is open to him. Keys: the
    arrow keys move between the columns, Space takes one; Tab goes into the other answer.
*/
class ConflictCard : public QFrame {
    Q_OBJECT
public:
    /// `engine` and `view` must outlive the card. `number` counts from 1 for the heading and names: "conflict1.side1".
    ConflictCard(const FormEngine& engine, const CaseView& view, const ConflictView& conflict, int number,
                 QWidget* parent);

    bool isDecided() const;
    /// What was decided, without its reason. To be called only when isDecided().
    CaseDesk::Settlement settlement() const;
    void focusFirst();

signals:
    void decided();

private:
    void addHeading(QBoxLayout* into, int number);
    void addSides(QBoxLayout* into);
    void addOriginal(QBoxLayout* into);
    void addTyping(QBoxLayout* into);
    QRadioButton* addColumn(QBoxLayout* into, const QString& title, const QString& name, int id);
    void tellValues(QBoxLayout* column, const ConflictChoice& choice, bool bold);
    QString valueLine(quint32 field, const Answer& answer) const;
    QString questions() const;
    /// Fields of the register, in entry order.
    QList<quint32> fields() const;
    QString whyNoTyping() const;

    const FormEngine& m_engine;
    const CaseView& m_view;
    ConflictView m_conflict;
    AnswerWords m_words;
    SodiumRandom m_random;
    FormModel m_model;  ///< of the other answer
    QList<FieldEditor*> m_editors;
    QButtonGroup* m_chosen;
    QString m_name;
};

}  // namespace prohori
