// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/AnnexPages.h"
#include "app/station/CaseWords.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;
using Outcome = AnnexSentence::Outcome;

namespace {

template <typename Test>
QList<int> numbersOf(const CourtAnnex& annex, const Test& test)
{
    QList<int> numbers;
    for (const AnnexChange& change : annex.changes) {
        if (test(change))
            numbers.append(change.number);
    }
    return numbers;
}

auto refusedAs(Refusal refusal)
{
    return [refusal](const AnnexChange& change) {
        return change.proof.counting != Counting::Unreadable && change.proof.author == refusal;
    };
}

auto receivedAs(ReceiptProof receipt)
{
    return [receipt](const AnnexChange& change) { return change.proof.receipt == receipt; };
}

auto standingAs(Counting counting)
{
    return [counting](const AnnexChange& change) { return change.proof.counting == counting; };
}

}  // namespace

QString numberRanges(const QList<int>& numbers)
{
    QStringList parts;
    for (qsizetype at = 0; at < numbers.size();) {
        qsizetype last = at;
        while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1)
            ++last;
        const QString first = CaseWords::number(numbers[at]);
        parts.append(last == at       ? first
                     : last == at + 1 ? first + u", "_s + CaseWords::number(numbers[last])
                                      : first + u'–' + CaseWords::number(numbers[last]));
        at = last + 1;
    }
    return parts.join(u", "_s);
}

AnnexStatement::AnnexStatement(const CourtAnnex& annex) : m_annex(annex)
{
    tellBytes();
    tellSignatures();
    tellChains();
    tellReceipts();
    tellFold();
    tellApproval();
    tellLimits();
}

bool AnnexStatement::isSound() const
{
    return std::none_of(m_sentences.begin(), m_sentences.end(),
                        [](const AnnexSentence& sentence) { return sentence.outcome == Outcome::Fault; });
}

QString AnnexStatement::outcome(AnnexSentence::Outcome outcome)
{
    switch (outcome) {
    case Outcome::Verified: return tr("Verified");
    case Outcome::NotVerified: return tr("Not verifiable here");
    case Outcome::Fault: return tr("FAULT");
    case Outcome::Note: return tr("Note");
    }
    return {};
}

template <typename Test>
void AnnexStatement::addIfAny(AnnexSentence::Outcome outcome, const QString& text, const Test& test)
{
    const QList<int> numbers = numbersOf(m_annex, test);
    if (!numbers.isEmpty())
        add(outcome, text.arg(numberRanges(numbers)));
}

void AnnexStatement::tellBytes()
{
    const auto isWhole = [](const AnnexChange& change) {
        return change.proof.counting != Counting::Unreadable && !change.proof.altered;
    };
    const auto whole = numbersOf(m_annex, isWhole).size();
    const QString sentence = tr("Stored bytes: %1 of %2 changes were read from the store, have the id that "
                                "stands here (BLAKE2b-256 over "
                                "the signed bytes), and stand in the log as they were written.")
                                 .arg(CaseWords::number(whole), CaseWords::number(m_annex.changes.size()));
    add(whole == m_annex.changes.size() ? Outcome::Verified : Outcome::Fault, sentence);
    addIfAny(Outcome::Fault,
             tr("Cannot be read: change %1. The stored bytes are not those that were written; what they said "
                "is not "
                "known here."),
             standingAs(Counting::Unreadable));
    addIfAny(Outcome::Fault,
             tr("Altered in the store: change %1. What stands beside the signed bytes (record, station, "
                "times, place in "
                "the log, whether it counts) is not what was written."),
             [](const AnnexChange& change) {
                 return change.proof.altered && change.proof.counting != Counting::Unreadable;
             });
}

void AnnexStatement::tellSignatures()
{
    const auto right =
        numbersOf(m_annex, [](const AnnexChange& change) { return change.proof.isSignedRight(); }).size();
    add(right == m_annex.changes.size() ? Outcome::Verified : Outcome::NotVerified,
        tr("Signatures: %1 of %2 changes bear the right Ed25519 signature of a person whose key the "
           "authority \"%3\" "
           "certified. Key of the authority: %4.")
            .arg(CaseWords::number(right), CaseWords::number(m_annex.changes.size()),
                 m_annex.proof.authority.name, hexGroups(m_annex.proof.authority.id.toBytes())));
    addIfAny(Outcome::Fault, tr("The signature is not genuine: change %1."),
             refusedAs(Refusal::BadSignature));
    addIfAny(Outcome::NotVerified,
             tr("The certificate of the writer, or of the writer's station, is not here: change %1. Nobody "
                "can be said "
                "to have written it."),
             refusedAs(Refusal::UnknownAuthor));
    addIfAny(Outcome::Fault,
             tr("It names another person or role than the certificate of the key: change %1."),
             refusedAs(Refusal::WrongRole));
    addIfAny(Outcome::Note, tr("The right of the writer had been ended before: change %1."),
             refusedAs(Refusal::Revoked));
    if (m_annex.proof.refusedStatements > 0)
        add(Outcome::Fault, tr("Certificates in the store that are not what was accepted: %1.")
                                .arg(CaseWords::number(m_annex.proof.refusedStatements)));
}

void AnnexStatement::tellChains()
{
    for (const StoredChain& chain : m_annex.proof.chains) {
        const QString numbers =
            tr("Chain of station %1: changes %2 to %3 are here, and %4 of them name the one before them "
               "rightly.")
                .arg(chain.replica.toString(), CaseWords::number(qint64(chain.first)),
                     CaseWords::number(qint64(chain.last)), CaseWords::number(chain.links));
        if (!chain.faults.isEmpty())
            add(Outcome::Fault, numbers + u' '
                                    + tr("Places where the chain is broken or a change is missing: %1.")
                                          .arg(CaseWords::number(chain.faults.size())));
        else if (chain.complete)
            add(Outcome::Verified, numbers + u' ' + tr("None is missing."));
        else
            add(Outcome::Verified, numbers + u' '
                                       + tr("It is another station: only what concerns this one is here, so "
                                            "what it wrote in other "
                                            "cases cannot be seen."));
    }
    if (m_annex.proof.wholeLog)
        add(Outcome::Verified,
            tr("Log of this station: %1 changes, all that were written and in the order in which they came.")
                .arg(CaseWords::number(*m_annex.proof.wholeLog)));
    else
        add(Outcome::Fault, tr("Log of this station: rows were dropped, put in or moved."));
}

void AnnexStatement::tellReceipts()
{
    const auto covered = numbersOf(m_annex, receivedAs(ReceiptProof::Covered));
    if (!covered.isEmpty())
        add(Outcome::Verified,
            tr("Receipts: for %1 of %2 changes a receipt signed by the certified server (%3) covers the "
               "change and the "
               "time at which it was received: change %4.")
                .arg(CaseWords::number(covered.size()), CaseWords::number(m_annex.changes.size()),
                     m_annex.proof.hubs.join(u", "_s), numberRanges(covered)));
    addIfAny(Outcome::Fault,
             tr("The kept receipt is not one of a certified server, or names another time: change %1."),
             receivedAs(ReceiptProof::Forged));
    addIfAny(
        Outcome::NotVerified,
        tr("A receipt signed by the server is kept, but over which changes it was made cannot be rebuilt "
           "here: change %1."),
        receivedAs(ReceiptProof::SignedOnly));
    addIfAny(Outcome::NotVerified,
             tr("The time of receipt was told by the server when the change came from another station, and "
                "tested then; "
                "no receipt is kept here: change %1."),
             receivedAs(ReceiptProof::ToldByHub));
    addIfAny(Outcome::NotVerified,
             tr("Not at the Ministry's server as far as is known here, so nobody but the writer vouches for "
                "the time: "
                "change %1."),
             receivedAs(ReceiptProof::Unsent));
}

void AnnexStatement::tellFold()
{
    const AnnexProof& proof = m_annex.proof;
    if (!proof.wasFolded)
        add(Outcome::NotVerified, tr("State of the case: it could not be worked out again, because not all "
                                     "of its changes can be read."));
    else if (proof.differences == 0)
        add(Outcome::Verified, tr("State of the case: judged and worked out again from the changes alone, it "
                                  "is exactly what the store "
                                  "shows."));
    else
        add(Outcome::Fault, tr("State of the case: worked out again from the changes, it is not what the "
                               "store shows. Differences: %1.")
                                .arg(CaseWords::number(proof.differences)));
    if (proof.missingParents > 0)
        add(Outcome::NotVerified, tr("Earlier changes that are named and not here: %1.")
                                      .arg(CaseWords::number(proof.missingParents)));
    addIfAny(Outcome::Note, tr("Held back, and of no effect on the case: change %1."),
             standingAs(Counting::HeldBack));
    addIfAny(Outcome::Note, tr("Waiting for what is missing, and without effect until then: change %1."),
             standingAs(Counting::Waits));
}

void AnnexStatement::tellApproval()
{
    const auto& approval = m_annex.proof.approval;
    if (!approval) {
        add(Outcome::Note, tr("Approval: none stands."));
        return;
    }
    const QString who =
        tr("Approval: change %1, by %2, %3.")
            .arg(CaseWords::number(approval->number), approval->by, CaseWords::role(approval->role));
    if (!approval->fits()) {
        add(Outcome::Fault, who + u' ' + tr("The content that it names is not the content that it signs."));
        return;
    }
    const QString hash =
        tr("The content of the approved version, worked out again, has the hash that was signed: %1.")
            .arg(hexGroups(approval->signedHash));
    add(Outcome::Verified,
        who + u' ' + hash + u' '
            + (approval->current ? tr("It was not changed since.")
                                 : tr("The case was changed since; that is not approved.")));
}

void AnnexStatement::tellLimits()
{
    const AnnexProof& proof = m_annex.proof;
    addIfAny(Outcome::Note,
             tr("More than 72 hours, or a negative time, between the time that the writer's computer gave "
                "and receipt: "
                "change %1."),
             [](const AnnexChange& change) { return change.gap.has_value(); });
    addIfAny(Outcome::NotVerified,
             tr("Holds something that a newer program wrote and this one cannot show: change %1."),
             [](const AnnexChange& change) { return change.proof.hasUnknownItems; });
    if (proof.sealedIdentities > 0)
        add(Outcome::Note,
            tr("Identifying values stay sealed in this print: %1. Their signatures were verified all "
               "the same.")
                .arg(CaseWords::number(proof.sealedIdentities)));
    if (proof.sealedOthers > 0)
        add(Outcome::Note, tr("Other values that the person who printed this has no right to read: %1.")
                               .arg(CaseWords::number(proof.sealedOthers)));
    add(Outcome::NotVerified, tr("The times that the writers' computers gave are those of their clocks. A "
                                 "signature shows whose key "
                                 "signed, not who sat at the computer."));
}

}  // namespace prohori
