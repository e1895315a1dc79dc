// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/station/StationKeys.h"
#include "core/storage/Store.h"
#include "forms/definition/FormShelf.h"
#include "forms/engine/FormEngine.h"
#include "sync/client/HubIntroduction.h"

#include <QJsonObject>
#include <QUrl>

#include <memory>

namespace prohori {

class RandomSource;
class StationBundles;
class SyncClient;
class Transport;

using FormEnginePtr = std::shared_ptr<const FormEngine>;

/// Whose things are that a station keeps, whoever did them (Store::keep).
inline constexpr PersonId kStationItself = 0;

/// The hub a station talks to, as its invitation or the authority's news told.
struct HubAddress {
    QUrl url;
    HubId hub;
    QByteArray tlsPin;
    bool isKnown() const { return url.isValid() && !hub.isNull(); }
};

/** One unlocked station with the person who acts: what desktop and command line stand on.

    Holds store, the versions of the form, the person's keys and the scope keys he was given; signs his changes. Owned by one thread.
    Destroying it locks the station (keys are wiped, the store is closed).
*/
class Station {
public:
    /// Opens the store with unlocked keys. A restored or copied store becomes a new replica here, before anything is written.
    static Result<std::unique_ptr<Station>> open(const QString& folder, const UnlockedKeys& keys,
                                                 const Clock& clock, FormShelfPtr forms = officialForms());
    ~Station();

    Store& store();
    const Store& store() const;
    const Clock& clock() const;
    const FormShelf& forms() const;
    /// Of the newest version: what a new case is entered in.
    const FormEngine& engine() const;
    const FormDefinition& form() const;
    /// Of what stands in for `version` (FormShelf::versionFor); the newest for an empty one. Made once.
    FormEnginePtr engineFor(const QString& version) const;
    /// The same with choices that the form does not know, by name of the list (FormShelf::withChoices).
    FormEnginePtr engineWith(const QString& version, const QMap<QString, QStringList>& codes) const;
    const QString& folder() const;
    const UnlockedKeys& keys() const;
    /// The acting person, as certified.
    const PersonInfo& me() const;
    bool isPractice() const;
    DeviceSecretKind deviceSecretKind() const;

    HubAddress hub() const;
    Result<> setHub(const QUrl& url);
    /// Takes the hub at `url` for this station's, on what it showed of itself: refused unless this station's authority has certified
    /// it with the TLS key that it answered with.
    Result<> meetHub(const QUrl& url, const HubIntroduction& shown);

    /// All private X25519 keys the person can open things with: his own, and his scopes' once he is confirmed.
    QList<BoxKey> boxKeys() const;
    bool isConfirmed() const;
    /// What the person can open of a record's keys.
    RecordKeys recordKeys(const RecordState& state) const;
    /// Key of the name tokens this person writes and searches by.
    SecretBytes nameTokenKey() const;

    /// Fills the header of a body (replica, counter, prev, author, role, time, the newest form version where it says none), signs and
    /// saves it.
    /// @param openProblems of the state that it makes (Store::save).
    Result<Change> signAndSave(ChangeBody body, std::optional<int> openProblems = {});
    /// The same for many, one transaction.
    Result<QList<Change>> signAndSaveAll(const QList<ChangeBody>& bodies,
                                         const QList<int>& openProblems = {});
    /// The next local references from the person's number block: DD-YYYY-XX-NNNN. One that a case here bears already (the store was
    /// restored and has fetched its own work again) is passed over. Durable, so that none is given out twice.
    Result<QStringList> nextLocalRefs(qsizetype count);

    /// A client for one sync over `transport`; the station must outlive it.
    std::unique_ptr<SyncClient> makeSyncClient(Transport& transport);
    /// For sticks; the station must outlive it.
    StationBundles makeBundles(RandomSource& random);
    /// After a sync, or a bundle: takes over a confirmation that came for the person, and indexes names that became readable.
    Result<> takeNews();

    /// Request for confirmation without a line, and its answer.
    QByteArray confirmationRequest() const;
    Result<> takeConfirmation(const QByteArray& file);

    /// As `station info --json` prints it; `fold_digest` is null when it cannot be worked out.
    QJsonObject info() const;
    enum class Entrance { Desktop, CommandLine };
    /// Somebody came in with his password: what the journal has to tell of it (JournalEvent.h). Each front door calls it once, before anything is shown.
    Result<> signIn(Entrance entrance);
    /// Journalled, then made: see Store::backupTo().
    Result<> backup(const QString& file);
    /// One line of the journal, in the name of the person who is signed in.
    Result<> journal(JournalEvent event, const RecordId& record = {}, const QString& reason = {});

private:
    Station();
    struct Private;
    std::unique_ptr<Private> d;
};

}  // namespace prohori
