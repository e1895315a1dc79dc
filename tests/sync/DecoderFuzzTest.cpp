// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fuzz/FuzzRun.h"

#include <QTest>

using namespace prohori;
using namespace Qt::StringLiterals;

// The targets of tests/fuzz, each compiled under a name of its own (see CMakeLists.txt).
extern "C" int fuzzCbor(const uint8_t* data, size_t size);
extern "C" int fuzzChange(const uint8_t* data, size_t size);
extern "C" int fuzzFrame(const uint8_t* data, size_t size);
extern "C" int fuzzRequest(const uint8_t* data, size_t size);
extern "C" int fuzzPieces(const uint8_t* data, size_t size);
extern "C" int fuzzHeader(const uint8_t* data, size_t size);
extern "C" int fuzzBundle(const uint8_t* data, size_t size);

namespace {

/// Heads of CBOR, and lengths that lie.
const QList<QByteArray> kWords{"\x80",         "\xa0",          "\x40",     "\x60",
                               "\xf6",         "\xf5",          "\x18\xff", "\x19\xff\xff",
                               "\x1b\x7f",     "\x3b\xff",      "\x58\x20", "\x5a\x7f\xff\xff\xff",
                               "\x9b\xff\xff", "\xbf",          "\xff",     "\x01",
                               "\x0f",         QByteArray(8, 0)};

}  // namespace

/// What comes from other machines and from the disk is read whatever it holds (REL-46): the seeds, what was found once, and mutations.
class DecoderFuzzTest : public QObject {
    Q_OBJECT
private slots:
    void cbor() { runFuzzTarget(u"cbor"_s, fuzzCbor, 20'000, kWords); }
    void change() { runFuzzTarget(u"change"_s, fuzzChange, 20'000, kWords); }
    void frame() { runFuzzTarget(u"frame"_s, fuzzFrame, 10'000, kWords); }
    void request() { runFuzzTarget(u"request"_s, fuzzRequest, 10'000, kWords); }
    void pieces() { runFuzzTarget(u"pieces"_s, fuzzPieces, 10'000, kWords); }
    void header() { runFuzzTarget(u"header"_s, fuzzHeader, 2'000, kWords); }
    void bundle() { runFuzzTarget(u"bundle"_s, fuzzBundle, 5'000, kWords); }
};

QTEST_GUILESS_MAIN(DecoderFuzzTest)
#include "DecoderFuzzTest.moc"
