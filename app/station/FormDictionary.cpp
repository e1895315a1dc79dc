// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/FormDictionary.h"

#include "app/station/AnswerCodec.h"
#include "app/station/PracticeCases.h"
#include "core/cases/ApprovalScope.h"
#include "core/secrets/RecordKeys.h"
#include "sync/wire/Compression.h"
#include "sync/wire/Messages.h"

#include <array>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr int kYears = 5;
constexpr int kCasesPerYear = 4;  ///< and district
constexpr quint64 kSeed = 0x70726f686f7269;
constexpr int kFollowingEach = 4;  ///< of so many cases one is edited, submitted and approved

class StillClock final : public Clock {
public:
    explicit StillClock(Instant now) : m_now(now) {}
    Instant now() const override { return m_now; }
    std::chrono::milliseconds monotonic() const override { return {}; }

private:
    Instant m_now;
};

QDate firstDay(const FormDefinition& form)
{
    const QDate day = QDate::fromString(form.version().left(8), u"yyyyMMdd"_s);
    return day.isValid() ? day : QDate(2026, 1, 1);
}

enum class SampleOf { Frames, Boxes };

/// Changes of one office in one year: as they go up, each a sample of a frame with one change; or of each box what is sealed in it.
class Sampler {
public:
    Sampler(SampleOf what, const FormPtr& form, const QString& district, QDate day)
        : m_what(what),
          m_clock(Instant::fromMs(day.startOfDay(Qt::UTC).toMSecsSinceEpoch())),
          m_engine(makeFormEngine(form, m_clock)),
          m_district(district),
          m_day(day),
          m_writer{ReplicaId::make(m_random), CertificateId::make(m_random), {}}
    {}

    Result<> add(int cases, QList<QByteArray>& samples);

private:
    Result<> follow(const RecordKeys& keys, const ChangeBody& creation, const Answers& before,
                    const Answers& other, QList<QByteArray>& samples);
    ChangeBody begin(const RecordId& record, Role role);
    void keep(ChangeBody body, const RecordKeys& keys, QList<QByteArray>& samples);

    SampleOf m_what;
    StillClock m_clock;
    std::unique_ptr<FormEngine> m_engine;
    Scope m_district;
    QDate m_day;
    SodiumRandom m_random;
    FrameWriter m_writer;
    ChangePtr m_last;
    quint64 m_counter = 0;
    std::array<BoxKey, 3> m_readers{BoxKey::make(), BoxKey::make(), BoxKey::make()};
};

ChangeBody Sampler::begin(const RecordId& record, Role role)
{
    ChangeBody body;
    body.replica = m_writer.replica;
    body.counter = m_counter + 1;
    body.prev = m_writer.head;
    body.author = m_writer.author;
    body.person = 7;
    body.role = role;
    body.record = record;
    body.claimed = Instant::fromMs(m_clock.now().msSinceEpoch + static_cast<qint64>(m_counter) * 3'600'000);
    body.formVersion = m_engine->form().version();
    return body;
}

void Sampler::keep(ChangeBody body, const RecordKeys& keys, QList<QByteArray>& samples)
{
    const auto change = std::make_shared<const Change>(Change::make(body, QByteArray(kSignatureBytes, '\0')));
    if (m_what == SampleOf::Frames)
        samples.append(siftedContent({FramedChange{change, 0, {}}}, m_writer));
    for (const Tier tier : {Tier::Sensitive, Tier::Identifying}) {
        const auto values = boxValues(*change, keys, tier);
        if (m_what == SampleOf::Boxes && values && !values->isNull())
            samples.append(values->encode());
    }
    m_writer.head = change->id();
    m_last = change;
    ++m_counter;
}

Result<> Sampler::add(int cases, QList<QByteArray>& samples)
{
    const FormDefinition& form = m_engine->form();
    PracticeCases maker(*m_engine, m_district,
                        kSeed ^ (quint64(m_district.toUInt()) << 32) ^ quint64(m_day.year()), m_day);
    Answers answers = maker.next();
    for (int i = 0; i < cases; ++i) {
        const RecordKeys keys = RecordKeys::make();
        const auto record = RecordId::make(m_random);
        ChangeWriter writer(form, keys, record);
        if (auto written = writer.difference({}, answers, {}); !written)
            return written;
        const auto sealed = sealRecordKeys(keys, {{m_readers[0].publicKey(), true},
                                                  {m_readers[1].publicKey(), true},
                                                  {m_readers[2].publicKey(), false}});
        if (!sealed)
            return sealed.error();
        ChangeBody body = begin(record, Role::Recorder);
        const QString reference =
            u"%1-%2-07-%3"_s.arg(m_district).arg(m_day.year()).arg(i + 1, 4, 10, QLatin1Char('0'));
        body.creation = Creation{form.formId(), m_district, reference, *sealed};
        if (auto done = writer.finish(body); !done)
            return done;
        keep(body, keys, samples);
        const Answers next = maker.next();
        if (i % kFollowingEach == 0) {
            if (auto followed = follow(keys, body, answers, next, samples); !followed)
                return followed;
        }
        answers = next;
    }
    return {};
}

/// One answer of the case becomes that of another case, then it is submitted, and approved by somebody else.
Result<> Sampler::follow(const RecordKeys& keys, const ChangeBody& creation, const Answers& before,
                         const Answers& other, QList<QByteArray>& samples)
{
    Answers after = before;
    for (const FieldDefinition& field : m_engine->form().fields()) {
        const AnswerPath at{field.group, {}, field.id};
        const Answer answer = other.value(at);
        if (!(before.value(at) == answer)) {
            after.set(at, answer);
            break;
        }
    }
    ChangeWriter writer(m_engine->form(), keys, creation.record);
    History history(creation.record);
    if (auto added = history.add(m_last); !added)
        return added.error();
    writer.remember(history);
    if (auto written = writer.difference(before, after, before); !written)
        return written;
    ChangeBody edit = begin(creation.record, Role::Recorder);
    edit.parents = {m_writer.head};
    if (auto done = writer.finish(edit); !done)
        return done;
    keep(edit, keys, samples);

    ChangeBody submission = begin(creation.record, Role::Recorder);
    submission.parents = {m_writer.head};
    ActItem submit;
    submit.kind = ActKind::Submit;
    submission.items.append(submit);
    keep(submission, keys, samples);

    ChangeBody approval = begin(creation.record, Role::DistrictReviewer);
    approval.parents = {m_writer.head};
    ActItem act;
    act.kind = ActKind::Approve;
    act.checklistOk = true;
    act.heads = approval.parents;
    act.contentHash = m_random.bytes(ChangeId::kSize);
    act.scopeList = currentApprovalScope().id;
    approval.items.append(act);
    keep(approval, keys, samples);
    return {};
}

Result<QByteArray> makeDictionary(SampleOf what, const FormPtr& form, qsizetype size)
{
    const FieldDefinition* question = form->field(u"case"_s, u"district_code"_s);
    const ChoiceList* districts = question ? form->list(question->list) : nullptr;
    if (!districts)
        return Error{ErrorCode::Invalid, u"the form asks for no district: it makes no practice cases"_s};
    QList<QByteArray> samples;
    for (int year = 0; year < kYears; ++year) {
        for (const Choice& district : districts->choices) {
            Sampler sampler(what, form, district.code, firstDay(*form).addYears(year));
            if (auto added = sampler.add(kCasesPerYear, samples); !added)
                return added.error();
        }
    }
    return trainDictionary(samples, size);
}

}  // namespace

Result<QByteArray> makeFormDictionary(const FormPtr& form)
{
    return makeDictionary(SampleOf::Frames, form, kFormDictionaryBytes);
}

Result<QByteArray> makeSealedDictionary(const FormPtr& form)
{
    return makeDictionary(SampleOf::Boxes, form, kSealedDictionaryBytes);
}

}  // namespace prohori
