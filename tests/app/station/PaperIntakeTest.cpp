// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/station/PaperIntake.h"

#include <QCryptographicHash>
#include <QtEndian>
#include <QTest>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

template <typename Number>
QByteArray bigEndian(Number number)
{
    const Number swapped = qToBigEndian(number);
    return QByteArray(reinterpret_cast<const char*>(&swapped), sizeof swapped);
}

QByteArray segment(char marker, const QByteArray& body)
{
    return QByteArray("\xff") + marker + bigEndian(quint16(body.size() + 2)) + body;
}

const QByteArray kPlace = "Exif\0\0GPS 23.8103N 90.4125E Model SM-A515F";
const QByteArray kPrint = "http://ns.adobe.com/xap/1.0/ <x:xmpmeta>where</x:xmpmeta>";

/// Well formed as far as its parts go; what it shows is nobody's matter here.
QByteArray jpeg(const QByteArray& extra = {}, quint16 width = 8, quint16 height = 8)
{
    const QByteArray frame =
        QByteArray("\x08") + bigEndian(height) + bigEndian(width) + QByteArray("\x01\x01\x11\x00", 4);
    return QByteArray("\xff\xd8") + segment('\xe0', QByteArray("JFIF\0\1\1\0\0\1\0\1\0\0", 14)) + extra
         + segment('\xc0', frame) + segment('\xda', QByteArray("\x01\x01\x00\x00\x3f\x00", 6))
         + QByteArray("\x12\xff\x00\x34\xff\xd0\x56", 7) + QByteArray("\xff\xd9");
}

QByteArray chunk(const QByteArray& name, const QByteArray& body)
{
    return bigEndian(quint32(body.size())) + name + body + QByteArray(4, 'c');
}

QByteArray png(const QByteArray& extra = {}, quint32 width = 4, quint32 height = 4)
{
    return QByteArray("\x89PNG\r\n\x1a\n")
         + chunk("IHDR", bigEndian(width) + bigEndian(height) + QByteArray("\x08\x02\0\0\0", 5)) + extra
         + chunk("IDAT", "data") + chunk("IEND", {});
}

QByteArray pdf(const QByteArray& inside = {})
{
    return "%PDF-1.4\n1 0 obj <</Type /Catalog " + inside + ">> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n";
}

QString outcome(const QByteArray& content)
{
    const auto taken = takePaper(content, u"scan.jpg"_s);
    return taken ? taken->mediaType : taken.error().hint;
}

}  // namespace

/// SEC-86 (what may become a paper) and SEC-79 (its name), on bytes that are made here.
class PaperIntakeTest : public QObject {
    Q_OBJECT

private slots:
    void looksAtTheContent_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("what");
        const auto row = [](const char* name, const QByteArray& content, const QString& what) {
            QTest::newRow(name) << content << what;
        };
        row("JPEG", jpeg(), u"image/jpeg"_s);
        row("PNG", png(), u"image/png"_s);
        row("PDF", pdf(), u"application/pdf"_s);
        row("text", "এজাহার\r\n\tFIR 12\n", u"text/plain"_s);
        row("nothing", {}, u"empty"_s);
        row("more than 20 MiB", QByteArray(20 * 1024 * 1024 + 1, 'x'), u"too-big"_s);
        row("20 MiB", QByteArray(20 * 1024 * 1024, 'x'), u"text/plain"_s);
        row("a program",
            QByteArray("\x7f"
                       "ELF\2\1\1\0",
                       8),
            u"unknown-kind"_s);
        row("ZIP", QByteArray("PK\3\4\x14\0", 6), u"unknown-kind"_s);
        row("GIF", QByteArray("GIF89a\1\0\1\0", 10), u"unknown-kind"_s);
        row("no UTF-8", "abc\xff\xfe", u"unknown-kind"_s);
        row("HTML", "<html><script>alert(1)</script>", u"double"_s);
        row("HTML behind blanks", "  \n<!DOCTYPE html>", u"double"_s);
        row("SVG", "<svg xmlns='http://www.w3.org/2000/svg'>", u"double"_s);
        row("JPEG and ZIP", jpeg() + "PK\3\4 rest", u"double"_s);
        row("PNG and HTML", png() + "<html>", u"double"_s);
        row("HTML inside of a JPEG", jpeg(segment('\xdb', "<script>alert(1)</script>")), u"double"_s);
        row("HTML in a comment, which goes", jpeg(segment('\xfe', "<script>")), u"image/jpeg"_s);
        row("PDF inside of a JPEG", jpeg(segment('\xdb', "%PDF-1.4")), u"double"_s);
        row("ZIP inside of a PDF", pdf("PK\3\4"), u"double"_s);
        row("something behind a PDF", pdf() + QByteArray(2000, 'x'), u"damaged"_s);
        row("50,000 x 50,000", png({}, 50'000, 50'000), u"too-many-pixels"_s);
        row("10,001 x 10,000", png({}, 10'001, 10'000), u"too-many-pixels"_s);
        row("10,000 x 10,000", png({}, 10'000, 10'000), u"image/png"_s);
        row("JPEG 50,000 x 50,000", jpeg({}, 50'000, 50'000), u"too-many-pixels"_s);
        row("PNG with sides of 4 billion", png({}, 0xffffffff, 0xffffffff), u"damaged"_s);
        row("JPEG cut off", jpeg().chopped(2), u"damaged"_s);
        row("PNG cut off", png().chopped(12), u"damaged"_s);
        row("a size told twice", jpeg(segment('\xc0', QByteArray(9, 1))), u"damaged"_s);
        row("PNG with an unknown part", png(chunk("ABCD", "x")), u"damaged"_s);
        row("script", pdf("/OpenAction <</S /JavaScript /JS (app.alert(1))>>"), u"active-pdf"_s);
        row("script, spelt otherwise", pdf("/OpenAction <</S /J#61vaScript>>"), u"active-pdf"_s);
        row("command", pdf("/S /Launch /F (cmd.exe)"), u"active-pdf"_s);
        row("file inside", pdf("/Names <</EmbeddedFiles 2 0 R>>"), u"active-pdf"_s);
        row("XFA", pdf("/XFA 3 0 R"), u"active-pdf"_s);
        row("a name that only begins so", pdf("/JSomething 1"), u"application/pdf"_s);
        row("locked", pdf("/Encrypt 5 0 R"), u"sealed-pdf"_s);
    }
    void looksAtTheContent()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, what);
        QCOMPARE(outcome(content), what);
    }

    /// SEC-86: place and device are taken out, the picture and its colours stay, and what came in can still be proven.
    void takesPlaceAndDeviceOut()
    {
        const QByteArray colours = segment('\xe2', QByteArray("ICC_PROFILE\0 colours", 20));
        const QByteArray came =
            jpeg(segment('\xe1', kPlace) + segment('\xe1', kPrint) + segment('\xed', "Photoshop 3.0 who")
                 + segment('\xfe', "by Rahima") + colours);
        const auto taken = takePaper(came, u"a.jpg"_s);
        QVERIFY(taken);
        QVERIFY(taken->cleaned);
        QCOMPARE(taken->content, jpeg(colours));
        QCOMPARE(taken->originalHash, QCryptographicHash::hash(came, QCryptographicHash::Sha256));
        QCOMPARE(taken->width, 8);
        const auto picture =
            takePaper(png(chunk("tEXt", "Author\0Rahima") + chunk("eXIf", kPlace) + chunk("iTXt", "place")
                          + chunk("tIME", "1234567") + chunk("gAMA", "1234")),
                      u"a.png"_s);
        QVERIFY(picture);
        QVERIFY(picture->cleaned);
        QCOMPARE(picture->content, png(chunk("gAMA", "1234")));
        QVERIFY(!takePaper(jpeg(), u"a.jpg"_s)->cleaned);
        QVERIFY(!takePaper(png(), u"a.png"_s)->cleaned);
    }

    /// A picture taken sideways is still shown upright: that, and nothing else, is kept of its EXIF part.
    void keepsWhichWayUp()
    {
        for (const bool isLittle : {false, true}) {
            const QByteArray exif =
                isLittle
                    ? QByteArray(
                        "Exif\0\0II*"
                        "\0\x08\0\0\0\x02\0\x10\x01\x02\0\x08\0\0\0\x26\0\0\0\x12\x01\x03\0\x01\0\0\0\x06"
                        "\0\0\0\0\0\0\0SM-A515",
                        54)
                    : QByteArray(
                        "Exif\0\0MM\0*"
                        "\0\0\0\x08\0\x02\x01\x10\0\x02\0\0\0\x08\0\0\0\x26\x01\x12\0\x03\0\0\0\x01\0\x06"
                        "\0\0\0\0\0\0SM-A515",
                        53);
            const auto taken = takePaper(jpeg(segment('\xe1', exif)), u"a.jpg"_s);
            QVERIFY(taken);
            QVERIFY(taken->cleaned);
            QVERIFY(!taken->content.contains("SM-A515"));
            const qsizetype at = taken->content.indexOf("Exif");
            QVERIFY(at > 0);
            QCOMPARE(taken->content.mid(at + 24, 2), QByteArray("\0\x06", 2));
            const auto again = takePaper(taken->content, u"a.jpg"_s);
            QVERIFY(again && !again->cleaned);
            QCOMPARE(again->content, taken->content);
        }
    }

    /// SEC-79: shown, cut, and never a path.
    void namesAreForTheEye_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("shown");
        QTest::newRow("plain") << u"FIR 12.pdf"_s << u"FIR 12.pdf"_s;
        QTest::newRow("Bangla with joiners") << u"র‍্যাব এজাহার.jpg"_s
                                             << u"র‍্যাব এজাহার.jpg"_s;
        QTest::newRow("a path up") << u"../../etc/passwd"_s << u"passwd"_s;
        QTest::newRow("absolute") << u"/home/a/b.png"_s << u"b.png"_s;
        QTest::newRow("of the other system") << u"C:\\Users\\a\\con"_s << u"con"_s;
        QTest::newRow("only dots") << u"/tmp/.."_s << u"file"_s;
        QTest::newRow("nothing") << QString() << u"file"_s;
        QTest::newRow("direction") << u"scan\u202Egpj.exe"_s << u"scangpj.exe"_s;
        QTest::newRow("NUL and lines") << QString(u"a"_s + QChar(0) + u"b\nc\u2028d"_s) << u"abcd"_s;
        QTest::newRow("4 KB") << QString(4096, u'n') << QString(120, u'n');
    }
    void namesAreForTheEye()
    {
        QFETCH(QString, name);
        QFETCH(QString, shown);
        QCOMPARE(paperName(name), shown);
    }
};

}  // namespace prohori

QTEST_GUILESS_MAIN(prohori::PaperIntakeTest)
#include "PaperIntakeTest.moc"
