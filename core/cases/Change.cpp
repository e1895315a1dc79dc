// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Change.h"

#include "core/base/PlantedFault.h"
#include "core/cases/ChangeCodec.h"

#include <QCryptographicHash>

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxSignatureBytes = 128;

ChangeId idOf(const QByteArray& signedBytes)
{
    return ChangeId::fromBytes(QCryptographicHash::hash(signedBytes, QCryptographicHash::Blake2b_256));
}

}  // namespace

QString actName(ActKind kind)
{
    switch (kind) {
    case ActKind::Submit: return u"submit"_s;
    case ActKind::Return: return u"return"_s;
    case ActKind::Approve: return u"approve"_s;
    case ActKind::Reopen: return u"reopen"_s;
    case ActKind::HqQuery: return u"query"_s;
    case ActKind::Accept: return u"accept"_s;
    case ActKind::Freeze: return u"freeze"_s;
    case ActKind::Void: return u"void"_s;
    case ActKind::Merge: return u"merge"_s;
    case ActKind::Recall: return u"recall"_s;
    case ActKind::ReviewLater: return u"review_later"_s;
    }
    return u"act-%1"_s.arg(int(kind));
}

QString handoverStepName(HandoverStep step)
{
    switch (step) {
    case HandoverStep::Propose: return u"propose"_s;
    case HandoverStep::Accept: return u"accept"_s;
    case HandoverStep::Decline: return u"decline"_s;
    case HandoverStep::Withdraw: return u"withdraw"_s;
    }
    return u"step-%1"_s.arg(int(step));
}

Change Change::make(const ChangeBody& body, const QByteArray& signature)
{
    Change change;
    change.m_body = body;
    std::sort(change.m_body.parents.begin(), change.m_body.parents.end());
    change.m_bytes = body.encode();
    change.m_id = idOf(change.m_bytes);
    change.m_signature = signature;
    return change;
}

Result<Change> Change::decode(const QByteArray& signedBytes, const QByteArray& signature)
{
    if (signature.size() > kMaxSignatureBytes)
        return Error{ErrorCode::Invalid, u"a signature of %1 bytes"_s.arg(signature.size())};
    auto body = decodeBody(signedBytes);
    if (!body)
        return body.error();
    Change change;
    change.m_body = std::move(*body);
    if (plantedFault(21))
        change.m_body.items.removeIf(
            [](const Item& item) { return std::holds_alternative<UnknownItem>(item); });
    change.m_bytes = plantedFault(21) ? change.m_body.encode() : signedBytes;
    change.m_id = idOf(change.m_bytes);
    change.m_signature = signature;
    return change;
}

}  // namespace prohori
