// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPages.h"

#include "app/station/CaseWords.h"

#include <QDateTime>
#include <QLocale>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kHexGroup = 4;

/// With seconds: a court asks which came first.
QString moment(Instant moment)
{
    return QLocale().toString(QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch), u"d MMM yyyy, HH:mm:ss"_s);
}

QString zone(Instant moment)
{
    const int minutes = QDateTime::fromMSecsSinceEpoch(moment.msSinceEpoch).offsetFromUtc() / 60;
    return u"UTC%1%2:%3"_s.arg(minutes < 0 ? u"−"_s : u"+"_s)
        .arg(qAbs(minutes) / 60, 2, 10, QLatin1Char('0'))
        .arg(qAbs(minutes) % 60, 2, 10, QLatin1Char('0'));
}

PdfLook lookOf(const Answer& answer)
{
    return answer.sealed || answer.isBlank() ? PdfLook::Muted : PdfLook::Plain;
}

}  // namespace

QString hexGroups(const QByteArray& bytes)
{
    const QString hex = QString::fromLatin1(bytes.toHex());
    QStringList groups;
    for (qsizetype at = 0; at < hex.size(); at += kHexGroup)
        groups.append(hex.mid(at, kHexGroup));
    return groups.join(u' ');
}

AnnexPages::AnnexPages(const CourtAnnex& annex)
    : m_annex(annex),
      m_words(*annex.engine, annex.answers),
      m_statement(annex)
{}

PdfSetup AnnexPages::setup() const
{
    PdfSetup setup;
    setup.title = tr("Court annex %1").arg(m_annex.localRef);
    setup.language = CaseWords::language();
    setup.made = m_annex.printedAt;
    setup.watermark = tr("%1 · copy %2").arg(m_annex.localRef, CaseWords::number(m_annex.copy));
    if (m_annex.practice)
        setup.watermark = tr("PRACTICE · copy %1").arg(CaseWords::number(m_annex.copy));
    const QString left = tr("%1 · printed by %2 on %3 · copy %4 of station %5")
                             .arg(m_annex.localRef, m_annex.printedBy.name, moment(m_annex.printedAt),
                                  CaseWords::number(m_annex.copy), m_annex.station.toString().left(8));
    setup.foot = [left](int page, int pages) {
        return std::pair(
            left, AnnexPages::tr("page %1 of %2").arg(CaseWords::number(page), CaseWords::number(pages)));
    };
    return setup;
}

QString AnnexPages::stateText() const
{
    QStringList parts{CaseWords::phase(m_annex.phase)};
    if (m_annex.phaseConflict)
        parts.append(tr("people acted on it without knowing of each other"));
    if (m_annex.changedSinceApproval)
        parts.append(tr("changed since approval"));
    if (m_annex.conflicts > 0)
        parts.append(tr("open conflicts: %1").arg(CaseWords::number(m_annex.conflicts)));
    if (m_annex.openQueries > 0)
        parts.append(tr("open queries: %1").arg(CaseWords::number(m_annex.openQueries)));
    return parts.join(u"; "_s);
}

QList<std::pair<QString, PdfText>> AnnexPages::facts() const
{
    QList<std::pair<QString, PdfText>> all;
    all.append({tr("Case"), PdfText(m_annex.localRef, PdfLook::Strong)});
    all.append({tr("National reference"), m_annex.nationalRef.isEmpty()
                                              ? PdfText(tr("not given yet"), PdfLook::Muted)
                                              : PdfText(m_annex.nationalRef)});
    all.append({tr("Record"), PdfText(m_annex.record.toString(), PdfLook::Code)});
    all.append({tr("District"), CaseWords::scope(m_annex.scope)});
    all.append(
        {tr("Form and its versions"), tr("%1, %2").arg(m_annex.formId, m_annex.formVersions.join(u", "_s))});
    all.append({tr("State"), stateText()});
    const auto shown = std::count_if(m_annex.changes.begin(), m_annex.changes.end(),
                                     [](const AnnexChange& change) { return change.shown; });
    all.append({tr("Changes"),
                m_annex.filter.isEmpty()
                    ? PdfText(CaseWords::number(m_annex.changes.size()))
                    : PdfText(tr("EXTRACT: %1 of %2 are printed")
                                  .arg(CaseWords::number(shown), CaseWords::number(m_annex.changes.size())),
                              PdfLook::Alarm)});
    all.append({tr("Printed by"),
                tr("%1, %2").arg(m_annex.printedBy.name, CaseWords::role(m_annex.printedBy.role))});
    all.append({tr("Printed on"),
                tr("%1 (all times are %2)").arg(moment(m_annex.printedAt), zone(m_annex.printedAt))});
    all.append({tr("Copy"),
                tr("%1, of station %2").arg(CaseWords::number(m_annex.copy), m_annex.station.toString())});
    all.append({tr("Fingerprint"), PdfText(hexGroups(m_annex.proof.fingerprint), PdfLook::Code)});
    all.append(
        {tr("Verification"),
         m_statement.isSound()
             ? PdfText(tr("Nothing that was tested was found wrong. What that was, and what could not be "
                          "tested, stands at the end."))
             : PdfText(tr("FAULTS WERE FOUND: see the statement at the end."), PdfLook::Alarm)});
    return all;
}

PdfText AnnexPages::faultsOf(const AnnexChange& change) const
{
    const ChangeProof& proof = change.proof;
    PdfText text;
    const auto alarm = [&](const QString& sentence) { text.add(u'\n' + sentence, PdfLook::Alarm); };
    if (change.gap)
        alarm(change.gap->count() < 0
                  ? tr("GAP: received before the time it claims")
                  : tr("GAP: received %1 hours after the time it claims")
                        .arg(CaseWords::number(
                            std::chrono::duration_cast<std::chrono::hours>(*change.gap).count())));
    if (proof.counting == Counting::HeldBack)
        alarm(tr("Held back, of no effect: %1").arg(CaseWords::refusal(change.entry.refusal)));
    if (proof.counting == Counting::Waits)
        alarm(tr("Waits, without effect yet: %1").arg(CaseWords::refusal(change.entry.refusal)));
    if (proof.counting == Counting::Unreadable)
        alarm(tr("CANNOT BE READ: the stored bytes are damaged or were altered"));
    else if (proof.altered)
        alarm(tr("ALTERED IN THE STORE: see the statement"));
    if (proof.counting != Counting::Unreadable && proof.author != Refusal::None
        && change.entry.refusal != refusalName(proof.author))
        alarm(CaseWords::refusal(refusalName(proof.author)));
    if (proof.receipt == ReceiptProof::Forged)
        alarm(tr("THE RECEIPT IS NOT GENUINE: see the statement"));
    return text;
}

PdfText AnnexPages::headOf(const AnnexChange& change) const
{
    HistoryEntry entry = change.entry;
    entry.quarantined = false;
    const HistoryLine whole = m_words.ofChange(entry);
    const bool begins = change.number == 1 && change.proof.counting == Counting::Counts;
    const QString what = entry.act             ? whole.what
                       : !whole.what.isEmpty() ? tr("Correction of what was approved")
                       : begins                ? tr("Case begun")
                                               : tr("Answers written");
    PdfText text(tr("%1. %2").arg(CaseWords::number(change.number), what), PdfLook::Strong);
    if (change.proof.counting != Counting::Unreadable) {
        text.add(u"\n"_s + tr("%1, %2").arg(entry.who, CaseWords::role(entry.role)));
        text.add(u'\n'
                     + tr("Written %1 by the writer's clock; %2")
                           .arg(moment(entry.claimed),
                                entry.received
                                    ? tr("at the Ministry's server %1").arg(moment(*entry.received))
                                    : tr("not at the Ministry's server as far as is known here")),
                 PdfLook::Muted);
        text.add(u'\n'
                     + tr("Station %1, its change %2")
                           .arg(entry.replica.toString(), CaseWords::number(qint64(entry.counter))),
                 PdfLook::Muted);
    }
    text.add(u'\n' + hexGroups(entry.change.toBytes()), PdfLook::Code);
    const PdfText faults = faultsOf(change);
    for (const PdfSpan& span : faults.spans())
        text.add(span.text, span.look);
    if (!whole.why.isEmpty())
        text.add(u'\n' + tr("Why: %1").arg(whole.why));
    return text;
}

void AnnexPages::addChange(PdfTable& table, const AnnexChange& change) const
{
    const QString continued = tr("Change %1, continued").arg(CaseWords::number(change.number));
    table.rows.append({{headOf(change)}, true, !change.entry.fields.isEmpty(), {}});
    for (const HistoryField& field : change.entry.fields) {
        const HistoryLine line = m_words.ofField(field);
        const bool isAnswer = field.what == u"set"_s || field.what == u"clear"_s;
        table.rows.append({{line.what, PdfText(line.from, isAnswer ? lookOf(field.from) : PdfLook::Plain),
                            PdfText(line.to, isAnswer ? lookOf(field.to) : PdfLook::Plain), line.why},
                           false,
                           false,
                           continued});
    }
}

PdfTable AnnexPages::changes() const
{
    PdfTable table;
    table.columns = {{tr("What"), 0.34}, {tr("Before"), 0.22}, {tr("After"), 0.28}, {tr("Why"), 0.16}};
    for (const AnnexChange& change : m_annex.changes) {
        if (change.shown)
            addChange(table, change);
    }
    return table;
}

PdfTable AnnexPages::writers() const
{
    PdfTable table;
    table.columns = {{tr("Writer"), 0.34}, {tr("Changes"), 0.12}, {tr("Certificate and key"), 0.54}};
    for (const AnnexWriter& writer : m_annex.proof.writers) {
        PdfText who(writer.name, PdfLook::Strong);
        who.add(u'\n' + CaseWords::role(writer.role));
        if (writer.revoked)
            who.add(u'\n' + tr("no longer certified"), PdfLook::Alarm);
        PdfText key(writer.certificate.toString() + u'\n', PdfLook::Code);
        key.add(hexGroups(writer.key), PdfLook::Code);
        table.rows.append({{who, CaseWords::number(writer.changes), key}, false, false, {}});
    }
    return table;
}

PdfTable AnnexPages::statement() const
{
    PdfTable table;
    table.columns = {{tr("Result"), 0.19}, {tr("What was tested when this was printed"), 0.81}};
    for (const AnnexSentence& sentence : m_statement.sentences()) {
        const PdfLook look = sentence.outcome == AnnexSentence::Fault    ? PdfLook::Alarm
                           : sentence.outcome == AnnexSentence::Verified ? PdfLook::Strong
                                                                         : PdfLook::Plain;
        table.rows.append(
            {{PdfText(AnnexStatement::outcome(sentence.outcome), look), sentence.text}, false, false, {}});
    }
    return table;
}

Result<QByteArray> AnnexPages::pdf()
{
    PdfDocument document(setup());
    document.title(tr("Court annex: history of a case"));
    if (m_annex.practice)
        document.paragraph(PdfText(tr("A practice case: nothing in it is real."), PdfLook::Alarm));
    document.facts(facts());
    document.heading(tr("Every change, in the order of the history"));
    document.table(changes());
    document.heading(tr("Who signed"));
    document.table(writers());
    document.heading(tr("Statement of what was verified"));
    document.table(statement());
    document.paragraph(
        PdfText(tr("The fingerprint is BLAKE2b-256 over the ids of all changes in the order above. A second "
                   "print of the same history has the same fingerprint."),
                PdfLook::Muted));
    m_pages = document.pages();
    return document.finish();
}

}  // namespace prohori
