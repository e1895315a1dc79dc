// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperDesk.h"

#include "app/station/DeskParts.h"
#include "core/cases/PaperSharing.h"
#include "core/storage/StoreFiles.h"

#include <QBuffer>
#include <QFileInfo>
#include <QJsonDocument>
#include <QScopeGuard>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

const QString kGroup = u"attachment"_s;
const QString kFileField = u"file"_s;
const QString kTypeField = u"attachment_type"_s;
constexpr qsizetype kMostTitle = 120;

Error noSuchPaper()
{
    return {ErrorCode::NotFound, u"the case has no such paper"_s, u"no-paper"_s};
}

PaperState stateOf(const AttachmentWork& work)
{
    if (!work.whole)
        return PaperState::Coming;
    return work.atHub ? PaperState::AtHub : PaperState::Here;
}

void addFile(PaperView& paper, const QList<AttachmentWork>& works, const AttachmentFiles& files)
{
    const auto work = std::find_if(works.begin(), works.end(), [&](const AttachmentWork& one) {
        return !paper.manifest.isNull() && one.manifest.id == paper.manifest.id;
    });
    if (work == works.end())
        return;
    paper.state = stateOf(*work);
    paper.pieces = work->manifest.pieces();
    paper.piecesAtHub = work->atHub ? paper.pieces : work->sent;
    paper.piecesHere = paper.pieces - int(files.missingPieces(work->manifest).size());
}

/// One answer of the row of a new paper; nothing for a question that this form does not have.
Result<> setAnswer(ChangeWriter& writer, const FormDefinition& form, const RowId& row, const QString& name,
                   const QString& text)
{
    const FieldDefinition* field = form.field(kGroup, name);
    if (!field || text.isEmpty())
        return {};
    const FieldKey key{field->group, row, field->id};
    Answer answer;
    answer.text = text;
    const auto value = writer.value(*field, key, answer);
    if (!value)
        return value.error();
    writer.add(SetItem{key, *value, {}});
    return {};
}

Result<> checkWords(const FormDefinition& form, const NewPaper& what)
{
    const FieldDefinition* type = form.field(kGroup, kTypeField);
    const ChoiceList* list = type ? form.list(type->list) : nullptr;
    const bool isKnown = list
                      && std::any_of(list->choices.begin(), list->choices.end(),
                                     [&](const Choice& choice) { return choice.code == what.type; });
    if (!isKnown)
        return Error{ErrorCode::Invalid, u"'%1' is no type of paper in this form"_s.arg(what.type.left(40)),
                     u"paper-type"_s};
    if (what.title.size() > kMostTitle)
        return Error{ErrorCode::Invalid, u"a title has at most %1 characters"_s.arg(kMostTitle), u"title"_s};
    return {};
}

/// The row of the paper with all that is known of it.
Result<> writePaper(ChangeWriter& writer, const FormDefinition& form, const NewPaper& what,
                    const TakenPaper& taken, const AttachmentManifest& manifest, const SecretBytes& key)
{
    SodiumRandom random;
    const FieldDefinition* file = form.field(kGroup, kFileField);
    const RowId row = RowId::make(random);
    writer.add(AddRowItem{file->group, row, {}});
    const QList<std::pair<QString, QString>> answers{
        {kTypeField, what.type},
        {u"title"_s, what.title},
        {kFileField, taken.shownName},
        {u"sha256"_s, QString::fromLatin1(taken.originalHash.toHex())},
        {u"captured_on"_s, what.madeOn.isValid() ? what.madeOn.toString(Qt::ISODate) : QString()},
        {u"contains_identity"_s, what.namesPeople ? u"true"_s : u"false"_s},
        {u"share_allowed"_s, u"false"_s},
    };
    for (const auto& [name, text] : answers) {
        if (auto set = setAnswer(writer, form, row, name, text); !set)
            return set;
    }
    AttachItem item;
    item.key = {file->group, row, file->id};
    item.contentHash = manifest.id.toBytes();
    item.bytes = manifest.plainBytes;
    item.mediaType = taken.mediaType;
    item.pieceHashes = manifest.pieceHashes;
    auto details = writer.seal(what.namesPeople ? Tier::Identifying : Tier::Sensitive, item.key,
                               paperDetailsText({key, taken.shownName, taken.originalHash}));
    if (!details)
        return Error{ErrorCode::Refused,
                     u"the paper cannot be sealed: the administrator has to confirm you first"_s,
                     u"no-key"_s};
    item.details = *details;
    writer.add(item);
    return {};
}

Result<> needReason(const QString& reason)
{
    if (!reason.trimmed().isEmpty())
        return {};
    return Error{ErrorCode::Refused, u"a reason is needed to open a paper that names people: choose one"_s,
                 u"reason-needed"_s};
}

}  // namespace

QString paperStateName(PaperState state)
{
    switch (state) {
    case PaperState::Coming: return u"coming"_s;
    case PaperState::Here: return u"here"_s;
    case PaperState::AtHub: return u"at-hub"_s;
    case PaperState::InDistrict: return u"in-district"_s;
    case PaperState::Away: break;
    }
    return u"away"_s;
}

QString paperDetailsText(const PaperDetails& details)
{
    const QByteArray key(reinterpret_cast<const char*>(details.key.data()), qsizetype(details.key.size()));
    const QJsonObject object{{u"key"_s, QString::fromLatin1(key.toBase64())},
                             {u"name"_s, details.name},
                             {u"original"_s, QString::fromLatin1(details.originalHash.toHex())}};
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

std::optional<PaperDetails> paperDetails(const QString& text)
{
    const QJsonObject object = QJsonDocument::fromJson(text.toUtf8()).object();
    QByteArray key = QByteArray::fromBase64(object[u"key"_s].toString().toLatin1());
    if (key.size() != kKeyBytes)
        return std::nullopt;
    // What another program wrote there is shown like every name from outside.
    return PaperDetails{SecretBytes::takeFrom(key), paperName(object[u"name"_s].toString()),
                        QByteArray::fromHex(object[u"original"_s].toString().toLatin1())};
}

Result<QList<PaperView>> PaperDesk::papers(const RecordId& record) const
{
    const auto history = m_station.store().history(record);
    const auto state = m_station.store().state(record);
    const auto works = m_station.store().attachmentsOf(record);
    if (!history || !state || !works)
        return !history ? history.error() : !state ? state.error() : works.error();
    const RecordKeys shown = keysFor(m_station, *state, false);
    const RecordKeys all = keysFor(m_station, *state, true);
    const FormEnginePtr engine = m_station.engineFor(state->formVersion);
    const FormDefinition& form = engine->form();
    const AnswerReader reader(form, *history, shown);
    const FieldDefinition* type = form.field(kGroup, kTypeField);
    const bool isNational = isNationalRole(m_station.me().role);
    QList<PaperView> papers;
    for (const AttachItem& item : state->attachments) {
        PaperView paper;
        paper.key = item.key;
        paper.manifest = item.manifest();
        paper.mediaType = item.mediaType;
        if (type)
            paper.type = reader.text(state->fields.value({item.key.group, item.key.row, type->id}).value);
        paper.namesPeople = item.details.tier() != quint8(Tier::Sensitive);
        paper.mayOpen = item.details.isSealed() && all.has(static_cast<Tier>(item.details.tier()));
        if (const auto details = paperDetails(reader.text(item.details))) {
            paper.name = details->name;
            paper.originalHash = details->originalHash;
        }
        addFile(paper, *works, m_station.store().attachmentFiles());
        if (isNational && paper.state == PaperState::Coming && !mayLeaveDistrict(*history, paper.manifest.id))
            paper.state = PaperState::InDistrict;
        papers.append(paper);
    }
    return papers;
}

Result<PaperView> PaperDesk::find(const RecordId& record, const FieldKey& key) const
{
    const auto all = papers(record);
    if (!all)
        return all.error();
    const auto found =
        std::find_if(all->begin(), all->end(), [&](const PaperView& one) { return one.key == key; });
    return found == all->end() ? Result<PaperView>(noSuchPaper()) : *found;
}

Result<> PaperDesk::mayAttach(const CaseView& view) const
{
    if (auto allowed = CaseDesk(m_station).mayEdit(view); !allowed)
        return allowed;
    if (!view.engine->form().field(kGroup, kFileField) || !view.engine->form().field(kGroup, kTypeField))
        return Error{ErrorCode::Refused,
                     u"the form of this case has no place for papers: bring it to the newest version"_s,
                     u"no-place"_s};
    if (isApprovedPhase(view.state.phase))
        return Error{
            ErrorCode::Refused,
            u"the case was approved with the papers that it has: reopen it before one is added or taken out"_s,
            u"approved"_s};
    return {};
}

Result<AttachedPaper> PaperDesk::attach(const RecordId& record, const QByteArray& content,
                                        const QString& fileName, const NewPaper& what)
{
    const auto view = CaseDesk(m_station).view(record);
    if (!view)
        return view.error();
    if (auto allowed = mayAttach(*view); !allowed)
        return allowed.error();
    const FormDefinition& form = view->engine->form();
    if (auto fine = checkWords(form, what); !fine)
        return fine.error();
    const auto taken = takePaper(content, fileName);
    if (!taken)
        return taken.error();
    const RecordKeys keys = m_station.recordKeys(view->state);
    const SecretBytes key = SecretBytes::random(std::size_t(kKeyBytes));
    QByteArray bytes = taken->content;
    QBuffer device(&bytes);
    device.open(QIODevice::ReadOnly);
    AttachmentFiles& files = m_station.store().attachmentFiles();
    const auto manifest = files.add(device, key);
    if (!manifest)
        return manifest.error();
    auto takeBack = qScopeGuard([&] { (void)files.remove(manifest->id); });
    ChangeWriter writer(form, keys, record);
    if (auto written = writePaper(writer, form, what, *taken, *manifest, key); !written)
        return written.error();
    ChangeBody body;
    body.record = record;
    body.formVersion = form.version();
    body.parents = view->state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    takeBack.dismiss();
    return AttachedPaper{{record, view->state.localRef, change->id(), false}, manifest->id, taken->cleaned};
}

Result<SavedCase> PaperDesk::remove(const RecordId& record, const FieldKey& key, const QString& reason)
{
    const auto view = CaseDesk(m_station).view(record);
    const auto paper = find(record, key);
    if (!view || !paper)
        return !view ? view.error() : paper.error();
    if (auto allowed = mayAttach(*view); !allowed)
        return allowed.error();
    if (key.row.isNull())
        return Error{ErrorCode::Refused, u"this paper has no row of its own: it stays with the case"_s};
    const RecordKeys keys = m_station.recordKeys(view->state);
    ChangeWriter writer(view->engine->form(), keys, record);
    writer.add(RemoveRowItem{key.group, key.row, reason.isEmpty() ? u"entry_error"_s : reason});
    ChangeBody body;
    body.record = record;
    body.formVersion = view->engine->form().version();
    body.parents = view->state.heads;
    if (auto done = writer.finish(body); !done)
        return done.error();
    const auto change = m_station.signAndSave(body);
    if (!change)
        return change.error();
    return SavedCase{record, view->state.localRef, change->id(), false};
}

Result<QByteArray> PaperDesk::contentOf(const RecordId& record, const PaperView& paper) const
{
    const auto history = m_station.store().history(record);
    const auto state = m_station.store().state(record);
    if (!history || !state)
        return !history ? history.error() : state.error();
    const FormEnginePtr engine = m_station.engineFor(state->formVersion);
    const AnswerReader reader(engine->form(), *history, keysFor(m_station, *state, true));
    for (const AttachItem& item : state->attachments) {
        if (item.key != paper.key || item.contentHash != paper.manifest.id.toBytes())
            continue;
        const auto details = paperDetails(reader.text(item.details));
        if (!details)
            return Error{ErrorCode::Damaged, u"the change does not hold the key of this paper"_s};
        return m_station.store().attachmentFiles().open(paper.manifest, details->key);
    }
    return noSuchPaper();
}

Result<QByteArray> PaperDesk::open(const RecordId& record, const FieldKey& key, const QString& reason)
{
    const auto paper = find(record, key);
    if (!paper)
        return paper.error();
    if (!paper->mayOpen)
        return Error{ErrorCode::Refused, u"you hold no key to this paper"_s, u"no-key"_s};
    if (paper->state == PaperState::InDistrict)
        return Error{ErrorCode::Refused, u"the district has not let the file of this paper go"_s,
                     u"in-district"_s};
    if (paper->state == PaperState::Coming || paper->state == PaperState::Away)
        return Error{ErrorCode::NotFound,
                     u"%1 of %2 pieces of this paper are here: exchange first"_s.arg(paper->piecesHere)
                         .arg(paper->pieces),
                     u"not-whole"_s};
    if (paper->namesPeople) {
        if (auto given = needReason(reason); !given)
            return given.error();
        // The journal comes first: an opening that cannot be written down does not happen.
        if (auto noted = m_station.journal(JournalEvent::IdentityOpened, record, reason); !noted)
            return noted.error();
    }
    return contentOf(record, *paper);
}

Result<> PaperDesk::exportTo(const RecordId& record, const FieldKey& key, const QString& reason,
                             const QString& path)
{
    if (auto given = needReason(reason); !given)
        return given;
    const QFileInfo target(path);
    if (target.exists() || target.isSymLink())
        return Error{ErrorCode::Refused, u"%1 is there already: choose another name"_s.arg(path),
                     u"exists"_s};
    auto content = open(record, key, reason);
    if (!content)
        return content.error();
    const auto wipe = qScopeGuard([&] { content->fill('\0'); });
    if (auto noted = m_station.journal(JournalEvent::Exported, record, u"paper"_s); !noted)
        return noted;
    return storefiles::writeDurably(target.absoluteFilePath(), *content);
}

Result<> papersAreHere(Station& station, const RecordState& state)
{
    const auto works = station.store().attachmentsOf(state.record);
    if (!works)
        return works.error();
    int missing = 0;
    for (const AttachItem& item : state.attachments) {
        const bool isHere = std::any_of(works->begin(), works->end(), [&](const AttachmentWork& work) {
            return work.whole && work.manifest.id.toBytes() == item.contentHash;
        });
        // What names no pieces was never sent to anybody: it is no file that could be missing.
        const bool counts =
            !item.pieceHashes.isEmpty() && currentApprovalScope().covers(item.key.group, item.key.field);
        missing += counts && !isHere ? 1 : 0;
    }
    if (missing == 0)
        return {};
    return Error{
        ErrorCode::Refused,
        u"%1 of its papers are not on this computer yet: exchange, and look at them before you approve"_s.arg(
            missing),
        u"missing-attachment"_s};
}

}  // namespace prohori
