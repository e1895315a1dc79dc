// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cases/Fold.h"
#include "core/cases/History.h"
#include "core/directory/SealedItems.h"
#include "forms/engine/FormEngine.h"

#include <QHash>
#include <QMap>
#include <QSet>

namespace prohori {

/// A row's id as the form spells it: empty for the record itself.
QString rowText(const RowId& row);
RowId rowFromText(const QString& text);
AnswerPath answerPath(const FieldKey& key);
FieldKey fieldKey(const AnswerPath& path);

/// Of a multi-choice, as its text holds them.
QStringList codesOf(const QString& text);

/// The scalar that a change stores for an answer of this field, and back. Whole numbers and booleans are stored as such, all else as text.
Cbor scalarFor(const FieldDefinition& field, const QString& text);
QString textFor(const Cbor& scalar);

/** Turns folded state into answers for one reader: what his keys open is readable, the rest says `sealed`.

    Opens the boxes of the whole history once; then each state of that history (current, approved, earlier) costs a look-up a value.
*/
class AnswerReader {
public:
    AnswerReader(const FormDefinition& form, const History& history, const RecordKeys& keys);

    /// What the form knows of it: answers to other fields, and rows of other groups, are left out.
    Answers answers(const RecordState& state) const;
    /// Only those, without rows: what a program with another version of the form has written.
    Answers others(const RecordState& state) const;
    Answer answer(const FieldValue& value) const;
    /// The scalar itself; null where it cannot be read.
    Cbor scalar(const FieldValue& value) const;
    /// The options of a multi-choice as one text, in the order of the list.
    Answer answer(const FieldDefinition& field, const QList<FoldedOption>& options) const;
    /// Readable text of a sealed or plain scalar; empty when it cannot be read.
    QString text(const FieldValue& value) const;
    std::optional<QString> option(const Cbor& option) const;
    /// True when some box holds a value that was damaged or forged.
    bool foundDamage() const { return m_damaged; }

private:
    Answers all(const RecordState& state, bool known) const;
    Answer joined(const FieldDefinition& field, const Answer& value, const Answer& options) const;

    const FormDefinition& m_form;
    QHash<QByteArray, Cbor> m_opened;
    bool m_damaged = false;
};

/** Makes the items of a change out of what somebody edited: only what differs, derived fields never, merge groups whole.

    Refused when a sealed value would have to be written without its key; the sentence names the field.
*/
class ChangeWriter {
public:
    ChangeWriter(const FormDefinition& form, const RecordKeys& keys, const RecordId& record)
        : m_form(form),
          m_sealer(keys, record)
    {}

    /// To be called before difference() of a record that is there already, and by keepOf(): what it was created with keeps its tags.
    void remember(const History& history);
    /** What the record holds beside the answers of this form; to be called before the others. What was one answer, and merges by option in
        this form, becomes options when it is changed.
        @param reader with everything the keys open.
    */
    void keepOf(const RecordState& state, const History& history, const AnswerReader& reader);
    /// Makes options of every such answer.
    Result<> convertToOptions();
    /// Writes the members of a merge group that only another version knows: a settled conflict inherits nothing. Refused without their key.
    Result<> keepMembers(quint32 group, const RowId& row, const QString& mergeGroup);
    /// Invalid where there is a record, and remember() was not called.
    /// @param readable `before` with everything the keys open, for members of merge groups that the editor saw sealed.
    Result<> difference(const Answers& before, const Answers& after, const Answers& readable);
    Result<FieldValue> seal(Tier tier, const FieldKey& key, const QString& text);
    void add(Item item) { m_items.append(std::move(item)); }
    bool isEmpty() const { return m_items.isEmpty(); }
    const QList<Item>& items() const { return m_items; }
    /// Puts items and boxes into the body.
    Result<> finish(ChangeBody& body);

    /// The value a change stores for one answer, sealed where the field's tier asks for it.
    Result<FieldValue> value(const FieldDefinition& field, const FieldKey& key, const Answer& answer);

private:
    void writeRows(const Answers& before, const Answers& after);
    Result<> writeField(const FieldDefinition& field, const AnswerPath& path, const Answers& before,
                        const Answers& after, const Answers& readable);
    Result<> writeOptions(const FieldDefinition& field, const AnswerPath& path, Answer before,
                          const Answer& after);
    Result<> writeGroup(const FieldDefinition& field, const AnswerPath& path, const Answers& after,
                        const Answers& readable);

    /// A member of a merge group that the form does not know, with the scalar under its seal.
    struct Kept {
        FieldValue value;
        Cbor scalar;
        QString mergeGroup;
    };
    /// The answer of a question that merges by option in this form: what the record holds as one value, and what as options.
    struct Mixed {
        QString asValue, asOptions;
    };
    const FieldDefinition* known(const FieldKey& key) const;

    const FormDefinition& m_form;
    ItemSealer m_sealer;
    QList<Item> m_items;
    QMap<FieldKey, Kept> m_kept;
    QHash<AnswerPath, Mixed> m_mixed;
    QSet<QString> m_writtenGroups;
    bool m_remembers = false;
};

}  // namespace prohori
