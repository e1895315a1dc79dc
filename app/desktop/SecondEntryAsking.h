// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/SecondEntry.h"
#include "forms/widgets/FormModel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QScrollArea;
class QVBoxLayout;

namespace prohori {

class FieldBox;

/** The questions of a second entry, drawn blind with the editors of the form.

    Enter, or Tab, takes an answer and goes on, also when it is blank; Shift+Enter goes back; Alt+1…4 answers not known, refused, not asked,
    not applicable. Of a repeat first the number of its rows is asked. Names of controls are those of the form; of a number of rows
    "count.<group>".
*/
class SecondEntryAsking final : public QWidget {
    Q_OBJECT
public:
    /// `entry` and `engine` must outlive it.
    SecondEntryAsking(SecondEntry& entry, const FormEngine& engine, RandomSource& random, QWidget* parent);
    ~SecondEntryAsking() override;

    /// Goes to the first question that is open, else to the first.
    void focusOpen();
    /// Takes over what is being typed.
    void commit();
    int asked() const { return static_cast<int>(m_lines.size()); }

signals:
    /// Something was answered, or the questions are others.
    void changed();
    /// Enter on the last question.
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Line {
        AnswerPath path;
        FieldBox* box = nullptr;
        QLineEdit* count = nullptr;
        QLabel* problem = nullptr;  ///< of a number of rows
        QWidget* control = nullptr;
    };
    void rebuild();
    void empty();
    void addHeading(const AnswerPath& path, QVBoxLayout* into);
    Line addField(const AnswerPath& path, QVBoxLayout* into);
    Line addCount(const AnswerPath& path, QVBoxLayout* into);
    bool takeKey(qsizetype at, const QKeyEvent& key);
    /// The question was answered, by Enter or Tab. False when its number of rows is none.
    bool pass(qsizetype at);
    bool takeCount(const Line& line);
    void move(const AnswerPath& from, int step);
    void focus(const Line& line);
    qsizetype lineOf(const QObject* control) const;

    SecondEntry& m_entry;
    FormModel m_model;
    QScrollArea* m_area;
    QList<SecondQuestion> m_shown;
    QList<Line> m_lines;
};

}  // namespace prohori
