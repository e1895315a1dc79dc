// SPDX-License-Identifier: GPL-3.0-or-later
// How much a station and an address may ask for, and how the hub is.
#include "sync/hub/HubPrivate.h"

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

Error tooMuch(int seconds)
{
    return {ErrorCode::Busy, u"too many requests: wait %1 seconds"_s.arg(seconds), QString::number(seconds)};
}

/// Nothing is proved of whoever is refused like that.
bool isOfAStranger(const Error& why)
{
    return why.code == ErrorCode::Invalid || why.hint == u"unknown-replica"_s
        || why.hint == u"bad-signature"_s;
}

}  // namespace

void Hub::limit(const HubLimits::Rules& rules)
{
    d->limits.emplace(d->clock, rules);
}

Result<> Hub::isWell()
{
    const auto read = d->storage.statementEnd();
    return read ? d->lookAtBackups() : Result<>(read.error());
}

Result<> Hub::Private::lookAtBackups()
{
    const auto last = storage.lastBackup();
    if (!last)
        return last.error();
    if (*last) {
        counters.backupMadeMs = (*last)->made.msSinceEpoch;
        counters.backupChanges = (*last)->changes;
    }
    return {};
}

Result<> Hub::Private::admit(const ReplicaId& replica, const CertificateId& person, HubLimits::Kind kind,
                             qsizetype bytes)
{
    const int wait = limits ? limits->admit(replica, person, kind, bytes) : 0;
    if (wait == 0)
        return {};
    ++counters.limited;
    LogLine("request.limited"_L1).id("replica"_L1, replica).count("wait"_L1, wait).write(hubLog());
    return tooMuch(wait);
}

Error Hub::Private::bad(const Error& why, const QString& from)
{
    const int wait = limits && isOfAStranger(why) ? limits->noteBad(from) : 0;
    if (wait == 0)
        return why;
    ++counters.limited;
    return tooMuch(wait);
}

}  // namespace prohori
