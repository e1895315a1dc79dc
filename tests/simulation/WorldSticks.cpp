// SPDX-License-Identifier: GPL-3.0-or-later
// What is carried by hand: sticks to the hub and back, and from one station to another.
#include "World.h"

#include <QBuffer>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype kMostSticks = 12;
constexpr int kMostWritesOfReading = 25;

}  // namespace

StationBundles World::bundlesOf(SimStation& station)
{
    const Member& member = Cast::get().member(station.seat);
    return StationBundles(*station.store,
                          {Cast::get().hub(),
                           member.certificate.id(),
                           {member.box},
                           [this, &station] { return remint(station); }},
                          *station.clock, m_chance);
}

void World::noteReceipts(SimStation& station)
{
    for (const ChangeId& change : station.promises.confirmed) {
        if (station.store->delivery(change) == Delivery::Unsent)
            continue;
        m_everReceipted.insert(change);
        if (!station.isBehindSetBack)
            m_receipted.insert(change);
    }
}

QByteArray World::stickFor(SimStation& station, Seat to, const QList<RecordId>& records)
{
    const PersonInfo* receiver = station.store->directory().person(Cast::get().member(to).certificate.id());
    if (!receiver || receiver->person == Cast::get().member(station.seat).person)
        return {};
    QBuffer out;
    out.open(QIODevice::WriteOnly);
    const auto written = bundlesOf(station).writeTo(*receiver, records, out);
    if (!written && written.error().hint != u"wrong-scope"_s && written.error().hint != u"revoked"_s)
        breakAt(13, u"a stick cannot be written: "_s + written.error().detail);
    return written ? out.data() : QByteArray();
}

bool World::writeStick(SimStation& station, SeededRandom& draw)
{
    Stick stick;
    if (draw.chance(60)) {
        QBuffer out;
        out.open(QIODevice::WriteOnly);
        if (auto written = bundlesOf(station).writeToHub(out); !written) {
            breakAt(13, u"a stick for the hub cannot be written: "_s + written.error().detail);
            return false;
        }
        stick.bytes = out.data();
    } else {
        const SimStation& other = *m_stations[std::size_t(draw.below(int(m_stations.size())))];
        stick.kind = BundleKind::Between;
        stick.to = Cast::get().member(other.seat).person;
        stick.bytes = stickFor(station, other.seat, {});
    }
    if (stick.bytes.isEmpty())
        return false;
    m_sticks.append(stick);
    if (m_sticks.size() > kMostSticks)
        m_sticks.removeAt(draw.below(int(kMostSticks)));
    return true;
}

/// A station of whom it is for.
SimStation& World::readerOf(const Stick& stick, SimStation& otherwise)
{
    for (const auto& station : m_stations) {
        if (Cast::get().member(station->seat).person == stick.to)
            return *station;
    }
    return otherwise;
}

bool World::readStick(SimStation& station, SeededRandom& draw)
{
    if (m_sticks.isEmpty())
        return false;
    // The newest more often than an old one.
    Stick stick = draw.chance(50) ? m_sticks.last() : draw.oneOf(m_sticks);
    const bool isSpoiled = draw.chance(15);
    const qsizetype at = draw.below(int(stick.bytes.size()));
    if (isSpoiled && draw.chance(50))
        stick.bytes.truncate(at);
    else if (isSpoiled)
        stick.bytes[at] = char(stick.bytes[at] ^ (1 << draw.below(8)));
    if (stick.kind == BundleKind::ToHub && draw.chance(85))
        bringToHub(stick, isSpoiled, draw);
    else
        readAnswer(station, stick, isSpoiled, draw);
    return true;
}

/// At times while somebody else has brought news there, which the answer then holds.
void World::bringToHub(const Stick& stick, bool isSpoiled, SeededRandom& draw)
{
    SimStation& other = *m_stations[std::size_t(draw.below(int(m_stations.size())))];
    if (draw.chance(60)) {
        (void)edit(other, draw);
        sync(other);
    }
    if (m_breach.isEmpty())
        readAtHub(stick, isSpoiled);
}

/// Mostly by whom it is for, and at times when he has been on the line since (REL-32).
void World::readAnswer(SimStation& station, const Stick& stick, bool isSpoiled, SeededRandom& draw)
{
    SimStation& reader = draw.chance(75) ? readerOf(stick, station) : station;
    if (draw.chance(60)) {
        (void)edit(reader, draw);
        sync(reader);
    }
    if (m_breach.isEmpty())
        readAtStation(reader, stick, isSpoiled, draw);
}

void World::readAtHub(const Stick& stick, bool isSpoiled)
{
    const QByteArray before = hubDigest();
    QByteArray bytes = stick.bytes;
    QBuffer in(&bytes);
    in.open(QIODevice::ReadOnly);
    Stick answer{{}, BundleKind::FromHub, 0};
    QBuffer out(&answer.bytes);
    out.open(QIODevice::WriteOnly);
    const auto taken = m_hub->takeBundle(in, Cast::get().hubBox(), out);
    m_hubTouched = true;
    note(taken ? QByteArray::number(taken->changes) : taken.error().hint.toUtf8());
    if (isSpoiled && (taken || hubDigest() != before))
        breakAt(9, u"the hub takes a damaged stick"_s);
    else if (!isSpoiled && !taken)
        breakAt(13, u"the hub does not take a stick: "_s + taken.error().detail);
    if (!taken)
        return;
    for (const auto& station : m_stations) {
        const Member& member = Cast::get().member(station->seat);
        if (member.login == taken->from)
            answer.to = member.person;
    }
    out.close();
    m_sticks.append(answer);
}

Result<ReadBundle> World::readInto(SimStation& station, QByteArray bytes)
{
    QBuffer in(&bytes);
    in.open(QIODevice::ReadOnly);
    touch(station);
    return bundlesOf(station).read(in);
}

void World::readAtStation(SimStation& station, const Stick& stick, bool isSpoiled, SeededRandom& draw)
{
    const bool isMine =
        stick.kind != BundleKind::ToHub && stick.to == Cast::get().member(station.seat).person;
    const bool crashes = draw.chance(15);
    const auto before = valueOr(station.store->foldDigest());
    if (crashes)
        station.store->failAfter(1 + draw.below(kMostWritesOfReading));
    const auto read = readInto(station, stick.bytes);
    if (crashes) {
        note(read ? "read" : "not read");
        kill(station);
        return;
    }
    note(read ? QByteArray::number(read->summary.received) : read.error().hint.toUtf8());
    noteReceipts(station);
    const bool isRefused = !read && valueOr(station.store->foldDigest()) == before;
    if ((isSpoiled || !isMine) && !isRefused)
        breakAt(9, u"a stick that is damaged or for somebody else has an effect"_s);
    const bool mayBe = read || read.error().hint == u"gap"_s || read.error().hint == u"wrong-scope"_s;
    if (!isSpoiled && isMine && !mayBe)
        breakAt(13, u"a stick cannot be read: "_s + read.error().detail);
}

}  // namespace prohori
