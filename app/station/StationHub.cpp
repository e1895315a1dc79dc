// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/StationParts.h"

#include "sync/client/StationBundles.h"
#include "sync/wire/BundleTaste.h"

namespace prohori {

using namespace Qt::StringLiterals;

HubAddress Station::hub() const
{
    HubAddress address;
    address.url = QUrl(d->store->setting(u"hub.url"_s));
    address.tlsPin = d->store->blobSetting(u"hub.pin"_s);
    const QString chosen = d->store->setting(u"hub.id"_s);
    for (const HubCertificate& hub : d->store->directory().hubs()) {
        // The one that was met, else the one certified last.
        if (!chosen.isEmpty() && hub.hub.toString() != chosen)
            continue;
        address.hub = hub.hub;
        if (!hub.tlsPin.isEmpty())
            address.tlsPin = hub.tlsPin;
    }
    // A TLS key that the hub itself vouched for when it was met last.
    if (const QByteArray vouched = d->store->blobSetting(u"hub.vouched_pin"_s);
        !vouched.isEmpty() && !chosen.isEmpty())
        address.tlsPin = vouched;
    return address;
}

Result<> Station::meetHub(const QUrl& url, const HubIntroduction& shown)
{
    const auto statement = Statement::decode(shown.said.certificate);
    const auto* certified = statement ? std::get_if<HubCertificate>(&statement->body()) : nullptr;
    if (!certified)
        return Error{ErrorCode::Refused, u"what answers at %1 is not a hub"_s.arg(url.toString()),
                     u"wrong-hub"_s};
    if (auto added = d->store->addStatements({shown.said.certificate}); !added)
        return Error{added.error().code,
                     u"the hub at %1 was not certified by this station's authority: %2"_s.arg(
                         url.toString(), added.error().detail),
                     added.error().hint};
    const bool plain = url.scheme() == u"http"_s;
    const bool isCertified = !certified->tlsPin.isEmpty() && certified->tlsPin == shown.tlsPin;
    const bool isVouched = shown.said.tlsPin == shown.tlsPin && shown.said.isSignedBy(certified->hub);
    if (!plain && (shown.tlsPin.isEmpty() || (!isCertified && !isVouched)))
        return Error{
            ErrorCode::Refused,
            u"the hub at %1 answered with a TLS key that neither the authority nor the hub itself vouches for"_s
                .arg(url.toString()),
            u"wrong-hub"_s};
    if (auto kept = d->store->setSetting(u"hub.id"_s, certified->hub.toString()); !kept)
        return kept;
    if (auto kept = d->store->setBlobSetting(u"hub.vouched_pin"_s, isCertified ? QByteArray() : shown.tlsPin);
        !kept)
        return kept;
    return setHub(url);
}

Result<> Station::setHub(const QUrl& url)
{
    return d->store->setSetting(u"hub.url"_s, url.toString());
}

std::unique_ptr<SyncClient> Station::makeSyncClient(Transport& transport)
{
    SyncClient::Identity identity;
    identity.hub = hub().hub;
    identity.person = d->certificate;
    identity.isNational = isNationalRole(me().role);
    identity.remint = [this]() -> Result<> { return d->remintAs(d->store->replica(), u"by-hub"_s); };
    return std::make_unique<SyncClient>(*d->store, transport, identity, *d->clock);
}

StationBundles Station::makeBundles(RandomSource& random)
{
    StationBundles::Identity identity{hub().hub, d->certificate, boxKeys(), {}, {}, {}};
    identity.remint = [this] { return d->remintAs(d->store->replica(), u"by-hub"_s); };
    identity.taste = [keys = identity.keys](QIODevice& in) { return tasteBundle(in, keys); };
    identity.note = [this](JournalEvent event, PersonId with) {
        return journal(event, {}, with == 0 ? u"hub"_s : QString::number(with));
    };
    return StationBundles(*d->store, std::move(identity), *d->clock, random);
}

Result<> Station::takeNews()
{
    // Scope keys are opened from the directory whenever they are needed; only the key of the name index is held by the store.
    d->store->setNameTokenKey(nameTokenKey());
    return {};
}

QByteArray Station::confirmationRequest() const
{
    Cbor request = Cbor::map({{u"kind"_s, u"confirmation-request"_s}});
    Cbor::Array statements;
    for (const Statement& statement : d->store->directory().statements()) {
        if (std::holds_alternative<PersonCertificate>(statement.body())
            || std::holds_alternative<ReplicaCertificate>(statement.body()))
            statements.emplace_back(statement.bytes());
    }
    request.set(u"statements"_s, std::move(statements));
    return request.encode();
}

Result<> Station::takeConfirmation(const QByteArray& file)
{
    const auto decoded = Cbor::decode(file);
    if (!decoded)
        return decoded.error();
    QList<QByteArray> statements;
    for (const Cbor& statement : (*decoded)[u"statements"_s].toArray())
        statements.append(statement.toBytes());
    if ((*decoded)[u"kind"_s].toText() != u"confirmation"_s || statements.isEmpty())
        return Error{ErrorCode::Invalid, u"this file is not a confirmation of the authority"_s};
    if (auto added = d->store->addStatements(statements); !added)
        return added;
    if (!isConfirmed())
        return Error{ErrorCode::Refused, u"the confirmation is for another person than %1"_s.arg(me().login)};
    return takeNews();
}

}  // namespace prohori
