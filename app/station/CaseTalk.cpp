// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/CaseTalk.h"

#include "app/station/DeskParts.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kQueryBytes = 16;
constexpr qsizetype kLeastText = 3;

QString nameOf(const Station& station, const ChangeBody& body)
{
    const PersonInfo* person = station.store().directory().person(body.author);
    return person ? person->name : QString::number(body.person);
}

const ActItem* actIn(const ChangeBody& body)
{
    for (const Item& item : body.items) {
        if (const auto* act = get_if<ActItem>(&item))
            return act;
    }
    return nullptr;
}

/// Whether an item answers a remark on `key`: it writes that answer, or says something about it.
bool touches(const Item& item, const FieldKey& key)
{
    return visit(
        [&](const auto& known) {
            using T = std::decay_t<decltype(known)>;
            if constexpr (
                std::is_same_v<
                    T,
                    SetItem> || std::is_same_v<T, OptionItem> || std::is_same_v<T, RemarkItem> || std::is_same_v<T, NoteItem> || std::is_same_v<T, SettleItem>)
                return known.key == key;
            else if constexpr (std::is_same_v<T, RemoveRowItem>)
                return known.row == key.row && !key.row.isNull();
            else
                return false;
        },
        item);
}

bool isAnswered(const History& history, const ChangeId& asked, const FieldKey& key)
{
    const QList<ChangePtr> changes = history.changes();
    return std::any_of(changes.begin(), changes.end(), [&](const ChangePtr& change) {
        const QList<Item>& items = change->body().items;
        return history.isBefore(asked, change->id())
            && std::any_of(items.begin(), items.end(), [&](const Item& item) { return touches(item, key); });
    });
}

Result<> allowed(const Station& station, const RecordState& state, Permission permission)
{
    const PersonInfo& me = station.me();
    const bool inScope = me.scope == state.homeScope || isNationalRole(me.role);
    return permitted(me.role, permission, state.phase, inScope);
}

}  // namespace

QList<RemarkView> CaseTalk::remarksOf(const Station& station, const History& history,
                                      const RecordState& state, const AnswerReader& reader)
{
    QList<RemarkView> all;
    if (state.phase != RecordPhase::Returned && state.phase != RecordPhase::HqQuery)
        return all;
    const ChangePtr change = history.find(state.lastAct);
    const ActItem* act = change ? actIn(change->body()) : nullptr;
    if (!act)
        return all;
    for (const FieldRemark& remark : act->remarks)
        all.append({answerPath(remark.key), reader.text(remark.text), nameOf(station, change->body()),
                    change->body().claimed, isAnswered(history, change->id(), remark.key)});
    return all;
}

QList<QueryView> CaseTalk::queriesOf(const Station& station, const History& history, const RecordState& state,
                                     const AnswerReader& reader)
{
    QList<QueryView> all;
    for (const FoldedQuery& folded : state.queries) {
        QueryView query{folded.query, answerPath(folded.key), {}, folded.step};
        for (const FoldedRemark& said : folded.texts) {
            const ChangePtr change = history.find(said.change);
            if (!change)
                continue;
            const QString text = reader.text(said.text);
            query.lines.append({nameOf(station, change->body()), text, change->body().claimed,
                                change->body().person, text.isEmpty() && said.text.isSealed()});
        }
        all.append(query);
    }
    return all;
}

Result<QList<RemarkView>> CaseTalk::remarks(const RecordId& record) const
{
    const auto view = CaseDesk(m_station).view(record);
    return view ? Result<QList<RemarkView>>(view->remarks) : view.error();
}

Result<QList<QueryView>> CaseTalk::queries(const RecordId& record) const
{
    const auto view = CaseDesk(m_station).view(record);
    return view ? Result<QList<QueryView>>(view->queries) : view.error();
}

Result<> CaseTalk::mayOpen(const CaseView& view) const
{
    return allowed(m_station, view.state, Permission::OpenQuery);
}

Result<> CaseTalk::mayAnswer(const CaseView& view) const
{
    return allowed(m_station, view.state, Permission::AnswerQuery);
}

Result<SavedCase> CaseTalk::openQuery(const RecordId& record, const AnswerPath& path, const QString& text)
{
    if (!m_station.form().field(path.field))
        return Error{ErrorCode::Invalid, u"a query is about one question of the form: name it"_s,
                     u"no-field"_s};
    QueryItem item;
    item.query = SodiumRandom().bytes(kQueryBytes);
    item.step = QueryStep::Open;
    item.key = fieldKey(path);
    return say(record, item, text, Permission::OpenQuery);
}

Result<QueryItem> CaseTalk::follow(const RecordId& record, const QByteArray& query, QueryStep step) const
{
    const auto all = queries(record);
    if (!all)
        return all.error();
    QList<QueryView> found;
    for (const QueryView& one : *all) {
        if (one.id == query || (!query.isEmpty() && one.id.toHex().startsWith(query.toLower())))
            found.append(one);
    }
    if (found.size() != 1)
        return Error{ErrorCode::NotFound,
                     found.isEmpty()
                         ? u"there is no such query: 'query list' shows those of the case"_s
                         : u"%1 queries begin like that: give more of the id"_s.arg(found.size())};
    if (!found.first().isOpen())
        return Error{ErrorCode::Refused, u"this query is closed; a new one can be opened"_s,
                     u"query-closed"_s};
    QueryItem item;
    item.query = found.first().id;
    item.step = step;
    item.key = fieldKey(found.first().path);
    return item;
}

Result<SavedCase> CaseTalk::answerQuery(const RecordId& record, const QByteArray& query, const QString& text)
{
    auto item = follow(record, query, QueryStep::Answer);
    return item ? say(record, *item, text, Permission::AnswerQuery) : Result<SavedCase>(item.error());
}

Result<SavedCase> CaseTalk::closeQuery(const RecordId& record, const QByteArray& query, const QString& text)
{
    auto item = follow(record, query, QueryStep::Close);
    return item ? say(record, *item, text, Permission::OpenQuery) : Result<SavedCase>(item.error());
}

Result<SavedCase> CaseTalk::say(const RecordId& record, QueryItem item, const QString& text,
                                Permission permission)
{
    const auto history = m_station.store().history(record);
    if (!history)
        return history.error();
    const RecordState state = fold(*history);
    if (auto may = allowed(m_station, state, permission); !may)
        return may.error();
    const QString said = text.trimmed();
    if (item.step != QueryStep::Close && said.size() < kLeastText)
        return Error{ErrorCode::Refused, u"a query and its answer need some words (--text)"_s,
                     u"text-needed"_s};
    const RecordKeys keys = m_station.recordKeys(state);
    const FormEnginePtr engine = m_station.engineFor(state.formVersion);
    ChangeWriter writer(engine->form(), keys, record);
    if (!said.isEmpty()) {
        auto sealed = writer.seal(Tier::Sensitive, item.key, said);
        if (!sealed)
            return Error{ErrorCode::Refused,
                         u"words about %1 cannot be sealed: the administrator has to confirm you first"_s.arg(
                             state.localRef),
                         u"no-key"_s};
        item.text = *sealed;
    }
    writer.add(item);
    ChangeBody body;
    body.record = record;
    body.formVersion = state.formVersion;
    body.parents = state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    return SavedCase{record, state.localRef, change->id(), false};
}

}  // namespace prohori
