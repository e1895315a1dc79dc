// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/RandomSource.h"
#include "forms/engine/FormEngine.h"

#include <QJsonObject>
#include <QSet>

#include <optional>

namespace prohori {

/// One thing asked in second entry: a question, or (field 0) how many rows a repeat has; `path.row` is then the row around it.
struct SecondQuestion {
    AnswerPath path;
    bool isCount() const { return path.field == 0; }
    bool operator==(const SecondQuestion&) const = default;
};

/// Where the two entries differ. Of a row that only one of them has, the path has field 0 and names that row.
struct EntryDifference {
    enum class Kind { Value, OnlyInFirst, OnlyInSecond };
    AnswerPath path;
    Kind kind = Kind::Value;
    Answer first, second;  ///< as they are stored; blank for a row
    bool operator==(const EntryDifference&) const = default;
};

/// How a difference was settled.
struct EntryResolution {
    enum class Side { First, Second, Third };
    Side side = Side::First;
    Answer value;  ///< what holds from now on; blank for a row
    QString who;   ///< an id or a name, as the caller has it
    Instant when;
};

/// An entry of the change log: one settled difference.
struct EntryCorrection {
    EntryDifference difference;
    EntryResolution resolution;
};

struct SecondEntryOutcome {
    Answers answers;  ///< the first entry with what was settled
    QList<EntryCorrection> log;
};

/** Double-entry verification (forms.md 3, 11): the questions marked `bind::ht:verify` are asked a second time, and the two sets of answers
    are compared.

    The second set is blind: answers() holds what is not verified, as the first entry has it, so that relevance and cascades work; of the
    verified ones only what was typed here. Rows pair by position when their number is given, and by id from then on. A verified answer
    that is sealed to the person is not asked, nor are rows of which nothing else would be. Relevance follows the second set: a question
    that only the first entry leads to is not asked, for its cause is a difference already.

    A value type apart from `engine` and `random` (ids of further rows), which must outlive it. Not for several threads. Every list costs one
    pass over the verified questions.
*/
class SecondEntry {
public:
    SecondEntry(const FormEngine& engine, RandomSource& random, const Answers& first);

    /// Whether the form and these answers give anything to verify; else the whole is pointless.
    bool isEmpty() const { return questions().isEmpty(); }
    /// What is asked now, in entry order; a repeat's number of rows before its rows.
    QList<SecondQuestion> questions() const;
    /// The second set as far as it was typed, among the answers that are not verified.
    const Answers& answers() const { return m_second; }
    const Answers& first() const { return m_first; }

    /// Takes an answer, normalised as the first entry's was where it can be read, else as it stands. What is not asked is ignored.
    void put(const AnswerPath& path, const Answer& answer);
    void type(const AnswerPath& path, const QString& typed) { put(path, {typed, {}, false}); }
    /// The question was left; blank is an answer from then on.
    void pass(const AnswerPath& path);
    /// How many rows the repeat has. Rows beyond go with what was typed in them. Invalid (hint "range") when there can be no such number.
    Result<> setRows(const AnswerPath& count, int rows);
    /// Nothing as long as nobody told.
    std::optional<int> rows(const AnswerPath& count) const;
    bool isPassed(const AnswerPath& path) const { return m_passed.contains(path); }
    /// The first question that was not passed yet; nothing when all were.
    std::optional<SecondQuestion> nextOpen() const;

    /// In entry order, of the questions that were passed.
    QList<EntryDifference> differences() const;
    /// Settles one. A third value is normalised, and Invalid (hint: the kind of Problem) when it cannot be read or the difference is one of
    /// rows. NotFound when there is no such difference now.
    Result<> settle(const AnswerPath& path, EntryResolution resolution);
    /// As if it had not been settled.
    void reopen(const AnswerPath& path) { m_settled.remove(path); }
    /// The settlement, as long as both entries say what they said then.
    std::optional<EntryResolution> settled(const AnswerPath& path) const;
    /// Invalid, with hint "open", while a question was not passed or a difference is not settled.
    Result<SecondEntryOutcome> outcome() const;

    /// Everything typed and settled here, to go on later; holds answers, so it belongs where the record is kept. What was settled of
    /// identifying answers is left out, for it holds those of the first entry; it is to be settled again.
    QJsonObject toJson() const;
    /// Takes it up again over the first entry as it is now. What no longer is asked is dropped. Invalid when it is not of toJson()'s shape;
    /// then nothing has changed.
    Result<> restore(const QJsonObject& saved);

private:
    struct Settled {
        EntryDifference difference;
        EntryResolution resolution;
    };
    bool isVerified(quint32 group) const;
    bool isVerified(const FieldDefinition& field) const;
    bool isReadable(const GroupDefinition& group, const QString& parentRow) const;
    void takeRows(const GroupDefinition& group, const QString& parentRow);
    void takeRow(const AnswerRow& row);
    void takeValues(const GroupDefinition& group, const QString& row);
    void ask(const GroupDefinition& group, const QString& parentRow, QList<SecondQuestion>& asked) const;
    void askRow(const GroupDefinition& group, const QString& row, QList<SecondQuestion>& asked) const;
    void compareRows(const AnswerPath& count, QList<EntryDifference>& found) const;
    Answer normalised(const AnswerPath& path, const Answer& answer) const;
    void copyRow(const AnswerRow& row, Answers& into) const;
    bool isOfFirst(const QString& row) const { return m_first.findRow(row) != nullptr; }
    void restoreRows(const QJsonObject& saved);
    void restoreAnswers(const QJsonObject& saved);
    void restoreSettled(const QJsonObject& saved);

    const FormEngine& m_engine;
    RandomSource& m_random;
    Answers m_first, m_second;
    QSet<AnswerPath> m_passed;
    QHash<AnswerPath, Settled> m_settled;
};

}  // namespace prohori
