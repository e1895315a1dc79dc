// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/cases/Change.h"

#include "core/base/Blake2b.h"
#include "core/base/PlantedFault.h"
#include "core/cases/ChangeCodec.h"
#include "core/cases/ChangeHead.h"

#include <algorithm>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMaxSignatureBytes = 128;

ChangeId idOf(const QByteArray& signedBytes)
{
    return ChangeId::fromBytes(blake2bOf({signedBytes}));
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

Change::Change(const QByteArray& signature) : m_content(std::make_shared<Content>()), m_signature(signature)
{}

Change Change::make(const ChangeBody& body, const QByteArray& signature)
{
    Change change(signature);
    Content& content = *change.m_content;
    content.body = body;
    std::sort(content.body.parents.begin(), content.body.parents.end());
    content.bytes = content.body.encode();
    content.id = idOf(content.bytes);
    content.head = headOf(content.body);
    content.isRead = true;
    return change;
}

Result<Change> Change::decode(const QByteArray& signedBytes, const QByteArray& signature)
{
    if (signature.size() > kMaxSignatureBytes)
        return Error{ErrorCode::Invalid, u"a signature of %1 bytes"_s.arg(signature.size())};
    auto body = decodeBody(signedBytes);
    if (!body)
        return body.error();
    Change change(signature);
    Content& content = *change.m_content;
    content.body = std::move(*body);
    if (plantedFault(21))
        content.body.items.removeIf([](const Item& item) { return holds_alternative<UnknownItem>(item); });
    content.bytes = plantedFault(21) ? content.body.encode() : signedBytes;
    content.id = idOf(content.bytes);
    content.head = headOf(content.body);
    content.isRead = true;
    return change;
}

Result<Change> Change::skim(const QByteArray& signedBytes, const QByteArray& signature)
{
    auto skimmed = signature.size() <= kMaxSignatureBytes ? skimBody(signedBytes) : std::nullopt;
    if (!skimmed)
        return decode(signedBytes, signature);
    Change change(signature);
    Content& content = *change.m_content;
    content.bytes = signedBytes;
    content.id = idOf(signedBytes);
    content.head = headOf(skimmed->cover);
    content.body = std::move(skimmed->cover);
    content.plain = skimmed->items;
    return change;
}

Result<Change> Change::stored(const QByteArray& signedBytes, const QByteArray& signature)
{
    const auto head = readHead(signedBytes);
    if (!head)
        return decode(signedBytes, signature);
    Change change(signature);
    change.m_content->bytes = signedBytes;
    change.m_content->id = idOf(signedBytes);
    change.m_content->head = *head;
    return change;
}

bool Change::isProvenBy(const QByteArray& key) const
{
    const std::lock_guard lock(m_content->reading);
    return !key.isEmpty() && m_content->provenKey == key && m_content->provenSignature == m_signature;
}

void Change::noteProvenBy(const QByteArray& key) const
{
    const std::lock_guard lock(m_content->reading);
    m_content->provenKey = key;
    m_content->provenSignature = m_signature;
}

void Change::readBody() const
{
    const std::lock_guard lock(m_content->reading);
    if (m_content->isRead)
        return;
    auto body = decodeBody(m_content->bytes);
    if (body && m_content->plain) {
        // Others may be reading the rest of it.
        m_content->body.items = std::move(body->items);
    } else if (body) {
        m_content->body = std::move(*body);
    } else {
        const ChangeHead& head = m_content->head;
        m_content->body.replica = head.replica;
        m_content->body.counter = head.counter;
        m_content->body.prev = head.prev;
        m_content->body.record = head.record;
    }
    m_content->isRead.store(true, std::memory_order_release);
}

}  // namespace prohori
