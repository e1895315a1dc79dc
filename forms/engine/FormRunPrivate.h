// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "forms/engine/FormRun.h"
#include "forms/engine/RecordTree.h"
#include "forms/expression/TimeZone.h"

#include <QJsonArray>

#include <deque>

namespace prohori {

constexpr int kMaxInstances = 1'000;  ///< of one repeat, by an expression or by hand
constexpr int kMaxFrames = 20'000;    ///< of a record

/// A place in a record: a cell of a frame; for a repeat without position, the repeat as a whole.
struct RecordPlace {
    RecordFrame* frame = nullptr;
    int item = -1;
    bool whole = false;  ///< a repeat named without position
};

/// What an officer's answer is apart from its text.
struct WrittenAnswer {
    QString text;
    QString missing;
    bool sealed = false;
    bool operator==(const WrittenAnswer&) const = default;
};

struct AnswerWrite {
    QStringList ids;  ///< of the instances on the way
    int item = -1;
    WrittenAnswer from, to;
};

/// One step that undo takes back whole: writes, or an instance that came or went with the writes that followed.
struct UndoStep {
    enum class Kind { Edit, Add, Remove };
    Kind kind = Kind::Edit;
    QList<AnswerWrite> writes;
    QStringList ids;  ///< of the frame around the repeat
    int repeat = -1;
    int place = 0;
    QJsonObject row;  ///< the instance, when it is not in the record
};

enum class RowForm {
    Draft,   ///< with hidden answers
    Final,   ///< only what is relevant and offered
    Parked,  ///< everything, also notes and parked instances: enough to make it again
};

/// The state behind a FormRun, and the work on it. The parts stand in files by theme: FormRun….cpp.
class FormRunPrivate : public EvaluationWorld {
public:
    FormRunPrivate(FormProgramPtr program, RunSettings settings);
    ~FormRunPrivate() override;

    // ---- the world of expressions
    const FormNode* root() const override { return m_top.get(); }
    const FormNode* instance(const QString& name) const override;
    QString choiceLabel(const QString& path, const QString& choice) const override;
    QDateTime now() const override;
    const TimeZone& zone() const override { return m_zone; }
    QString language() const override { return m_language; }
    double random() const override { return m_settings.random(); }
    QString uuid() const override { return m_settings.uuid(); }
    bool knowsPath(const QString& templatePath) const override { return m_program->find(templatePath) >= 0; }

    // ---- the tree (FormRunTree.cpp)
    const ProgramItem& item(int place) const { return m_program->items[static_cast<size_t>(place)]; }
    const ProgramShape& shape(int place) const { return m_program->shapes[static_cast<size_t>(place)]; }
    RecordCell& cell(RecordFrame* frame, int place) const
    {
        return frame->cells[static_cast<size_t>(item(place).cell)];
    }
    RecordRows& rows(RecordFrame* frame, int repeat) const
    {
        return frame->rows[static_cast<size_t>(item(repeat).outerSlot)];
    }
    void clear();
    RecordFrame* insertFrame(RecordFrame* parent, int repeat, int place, const QString& id);
    std::unique_ptr<RecordFrame> takeFrame(RecordFrame* frame);
    Result<RecordPlace> find(const QString& path) const;
    Result<RecordPlace> findQuestion(const QString& path) const;
    RecordFrame* findFrame(int shape, const QStringList& ids) const;
    QString pathAt(const RecordFrame* frame, int place) const;
    static QStringList idsOf(const RecordFrame* frame);
    template <typename Visit>
    void eachFrame(RecordFrame* from, int wanted, const Visit& visit) const;
    /// Every cell in document order: visit(frame, item). Containers too; a repeat as a whole is not visited.
    template <typename Visit>
    void eachCell(RecordFrame* frame, const Visit& visit) const;

    // ---- recalculation (FormRunRecalculate.cpp)
    void markVertex(RecordFrame* frame, int vertex);
    void markOwn(RecordFrame* frame, int place);
    void markAll(RecordFrame* frame);
    void wake(RecordFrame* frame, int place);
    void instancesChanged(RecordFrame* parent, int repeat);
    void refresh(RecordFrame* frame, int place);
    void noteTrigger(RecordFrame* frame, int place);
    void relevanceChanged(RecordFrame* frame, int place);
    void settle(bool triggers);
    void recalculateEverything();
    void runPass();
    void runRank(int rank);
    void evaluate(RecordFrame* frame, const ProgramVertex& vertex);
    void evaluateCalculation(RecordFrame* frame, const ProgramVertex& vertex);
    bool holds(RecordFrame* frame, const ProgramVertex& vertex, const FormNode* context, bool otherwise,
               bool whenSealed);
    std::optional<Value> work(int expression, const FormNode* context) const;
    QString storedText(const ProgramItem& item, const Value& value) const;
    void setFault(RecordFrame* frame, const ProgramVertex& vertex, bool fault);
    bool runTriggers();

    // ---- choices (FormRunChoices.cpp)
    void evaluateChoices(RecordFrame* frame, const ProgramVertex& vertex);
    bool isOffered(RecordFrame* frame, const ProgramVertex& vertex, const QString& name, bool* fault) const;
    bool rowHolds(const ProgramVertex& vertex, const FormNode* row, const FormNode* context,
                  bool* fault) const;
    const FormNode* listNodes(const ProgramList* list) const;
    QStringList offeredNames(RecordFrame* frame, int place) const;
    QStringList shuffled(RecordFrame* frame, int place, QStringList names) const;
    /// What the choices of a `select_one ${repeat}` are read from: the node of the row and the name.
    std::vector<std::pair<const FormNode*, QString>> repeatChoices(RecordFrame* frame, int place) const;
    bool isKnownChoice(int place, const QString& name) const;
    QString labelOf(int place, const QString& name) const;

    // ---- answers (FormRunAnswers.cpp)
    WrittenAnswer written(RecordFrame* frame, int place) const;
    void write(RecordFrame* frame, int place, const WrittenAnswer& answer);
    void put(RecordFrame* frame, int place, const WrittenAnswer& answer);
    void applyDefaults(RecordFrame* frame);
    void applyDefault(RecordFrame* frame, int place);
    void loadText(RecordFrame* frame);
    static void touch(RecordFrame* frame, int more);
    CellExtra& extra(RecordFrame* frame, int place) const;
    bool isAnswered(RecordFrame* frame, int place) const;
    bool isReadonly(RecordFrame* frame, int place) const;
    /// True when a sealed answer decides whether it, or what it stands in, is relevant.
    bool isUnsure(RecordFrame* frame, int place) const;
    bool isRequired(RecordFrame* frame, int place) const;
    bool isEditable(RecordFrame* frame, int place) const;

    // ---- repeats (FormRunRepeats.cpp)
    void addFirstInstances(RecordFrame* frame);
    void setCount(RecordFrame* frame, const ProgramVertex& vertex);
    QString freshId(RecordFrame* parent, int repeat) const;
    RecordFrame* makeInstance(RecordFrame* parent, int repeat, int place);
    bool hasAnswers(int parent, const QJsonObject& row) const;
    int surplus(RecordFrame* frame, int repeat) const;

    // ---- undo (FormRunUndo.cpp)
    void beginStep(UndoStep::Kind kind);
    void endStep();
    Result<QString> turn(std::deque<UndoStep>& from, std::deque<UndoStep>& to, bool back);
    void rewrite(const QList<AnswerWrite>& writes, bool back, QString& path);
    QString takeBack(UndoStep& step, bool back);
    void changed(const QString& path, const QString& from, const QString& to);
    QJsonArray stepsToJson(const std::deque<UndoStep>& steps) const;
    std::deque<UndoStep> stepsFromJson(const QJsonArray& json) const;

    // ---- JSON (FormRunJson.cpp, FormRunOpen.cpp)
    void begin();
    Result<> open(const QJsonObject& record);
    QJsonObject record(bool final) const;
    Result<QJsonObject> finalised();
    QJsonObject rowToJson(RecordFrame* frame, RowForm form) const;
    void itemToJson(RecordFrame* frame, int place, RowForm form, QJsonObject& into) const;
    QJsonValue answerToJson(RecordFrame* frame, int place, RowForm form) const;
    void rowFromJson(RecordFrame* frame, const QJsonObject& json);
    void itemsFromJson(RecordFrame* frame, int parent, const QJsonObject& json);
    bool answerFromJson(RecordFrame* frame, int place, const QJsonValue& json);
    void rowsFromJson(RecordFrame* frame, int repeat, const QJsonArray& json);
    void extraFromJson(RecordFrame* frame, int place, const QJsonObject& json);
    QJsonArray parkedToJson(bool final) const;
    void parkedFromJson(const QJsonArray& json);
    QJsonObject entryToJson(bool final) const;
    void entryFromJson(const QJsonObject& json);
    void park(RecordFrame* frame, const QString& name, int parent, const QJsonValue& value);

    // ---- asking (FormRunReport.cpp, FormRunTexts.cpp, FormRunWay.cpp)
    bool isRelevant(const RecordPlace& place) const;
    std::vector<RecordPlace> entryPlaces() const;
    const FormNode* nodeAt(const RecordPlace& place) const;
    void setLanguage(const QString& language);
    FormReport report() const;
    QString filledIn(RecordFrame* frame, int place, const QString& text) const;
    QString shownValue(RecordFrame* frame, int place, const QString& name) const;

    FormProgramPtr m_program;
    RunSettings m_settings;
    TimeZone m_zone;
    QString m_language;
    QString m_recordId;
    QString m_user;  ///< who changes answers
    QString m_position;
    QString m_version;  ///< of the form with which the record was written

    std::unique_ptr<FormNode> m_top;
    std::unique_ptr<RecordFrame> m_record;
    int m_frames = 0;
    double m_shuffle = 0;  ///< seeds the order of choices that have no seed of their own

    Evaluator m_evaluator;
    mutable std::optional<QDateTime> m_now;  ///< the instant of this recalculation, once it was asked for
    mutable qint64 m_evaluations = 0;
    std::vector<quint64> m_dirtyRanks;
    size_t m_lowest = 0;                             ///< no rank below this word is dirty
    std::vector<std::vector<RecordFrame*>> m_dirty;  ///< by rank
    std::vector<int> m_rounds;                       ///< by rank, in this pass
    std::vector<int> m_usedRanks;
    std::vector<std::unique_ptr<RecordFrame>> m_gone;  ///< parked in this pass; their nodes too
    std::vector<std::unique_ptr<FormNode>> m_goneNodes;
    std::vector<RecordFrame*> m_fresh;
    struct TriggerChange {
        RecordFrame* frame;
        int item;
        QString from;
    };
    std::vector<TriggerChange> m_triggers;
    bool m_beginning = false;
    bool m_watchTriggers = false;

    QSet<int> m_unsettled;       ///< vertices that did not settle
    QSet<int> m_faultyDefaults;  ///< items whose default or triggered calculation failed
    int m_endless = -1;          ///< the item whose trigger did not end within 32 passes
    mutable QHash<const ProgramList*, const FormNode*> m_listNodes;  ///< in the current language
    mutable QHash<QString, const FormNode*> m_instances;

    UndoStep* m_step = nullptr;
    UndoStep m_open;
    std::deque<UndoStep> m_undo, m_redo;
    QList<AnswerWrite> m_waiting;        ///< of the step that is taken back: writes whose row is not there
    std::deque<AnswerChange> m_changes;  ///< grows without moving what is there
    QJsonArray m_parked;                 ///< values that no longer have a place, as they came
};

template <typename Visit>
void FormRunPrivate::eachFrame(RecordFrame* from, int wanted, const Visit& visit) const
{
    if (from->shape == wanted) {
        visit(from);
        return;
    }
    int below = wanted;
    while (shape(below).parent != from->shape)
        below = shape(below).parent;
    for (const auto& frame : rows(from, shape(below).item).frames)
        eachFrame(frame.get(), wanted, visit);
}

template <typename Visit>
void FormRunPrivate::eachCell(RecordFrame* frame, const Visit& visit) const
{
    const int first = shape(frame->shape).item;
    for (int place = first; place <= item(first).lastBelow; ++place) {
        const ProgramItem& here = item(place);
        if (!here.repeat || place == first) {
            visit(frame, place);
            continue;
        }
        for (const auto& inner : rows(frame, place).frames)
            eachCell(inner.get(), visit);
        place = here.lastBelow;
    }
}

}  // namespace prohori
