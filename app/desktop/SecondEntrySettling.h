// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/AnswerWords.h"
#include "forms/engine/SecondEntry.h"
#include "forms/widgets/FormModel.h"

#include <QWidget>

class QBoxLayout;
class QRadioButton;
class QScrollArea;
class QVBoxLayout;

namespace prohori {

class FieldEditor;

/** The differences of two entries side by side, each to be settled: the first, the second, or another answer typed here.

    The keys 1, 2 and 3 choose, as do the arrow keys; Enter goes to the next difference. Names: "difference1.first", ".second", ".other",
    and that of the field for what is typed.
*/
class SecondEntrySettling final : public QWidget {
    Q_OBJECT
public:
    /// `entry`, `engine` and `clock` must outlive it. `who` stands in the settlements.
    SecondEntrySettling(SecondEntry& entry, const FormEngine& engine, RandomSource& random,
                        const Clock& clock, const QString& who, QWidget* parent);
    ~SecondEntrySettling() override;

    /// Shows what differs now.
    void reload();
    int open() const;
    int count() const { return static_cast<int>(m_cards.size()); }
    void focusOpen();

signals:
    void changed();
    /// Enter on the last difference.
    void finished();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Card {
        EntryDifference difference;
        QList<QRadioButton*> buttons;
        FieldEditor* editor = nullptr;
        QWidget* frame = nullptr;
    };
    void empty();
    Card addCard(const EntryDifference& difference, int number, QVBoxLayout* into);
    QRadioButton* addButton(Card& card, const QString& text, const QString& value, const QString& name,
                            QBoxLayout* into);
    void addOther(Card& card, const QString& name, QVBoxLayout* into);
    void settle(const AnswerPath& path, EntryResolution::Side side);
    bool takeKey(qsizetype at, QObject* watched, const QKeyEvent& key);
    void focus(qsizetype at);
    qsizetype cardOf(const QObject* control) const;

    SecondEntry& m_entry;
    const Clock& m_clock;
    QString m_who;
    FormModel m_model;  ///< of the answers typed here
    AnswerWords m_words;
    QScrollArea* m_area;
    QList<Card> m_cards;
};

}  // namespace prohori
