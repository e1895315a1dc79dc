// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/look/BundleLook.h"
#include "app/look/Cage.h"

#include "core/base/LookProgram.h"
#include "core/secrets/SecretBytes.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QFile>
#include <QImage>
#include <QImageReader>

#include <algorithm>
#include <array>
#include <cstdio>
#include <vector>

#include <unistd.h>

// prohori-look picture WIDTH HEIGHT   a JPEG or PNG from standard input, drawn anew
// prohori-look pdf PAGE SIDE          one page of a PDF from standard input; its longer side has SIDE points
// prohori-look bundle                 the key of a file and a bundle from standard input, read to the end
// The first two write one binary PPM, the last the hash of a sound bundle. Nobody types this: the program starts it, and trusts nothing of what it answers but numbers, points and that hash.

namespace prohori {

namespace {

enum Exit { Done = 0, NoPicture = 1, Usage = 2, NoCage = kNoCageExit };

constexpr qint64 kMostInput = 24 * 1024 * 1024;
constexpr int kMostSide = 4096;
constexpr int kMostMegabytes = 256;
constexpr unsigned kPaperSeconds = 20, kBundleSeconds = 60;
constexpr const char* kPdfProgram = "/usr/bin/pdftoppm";

/// The plug-in of the decoder is a file: it has to be loaded while files can be opened.
bool loadDecoders()
{
    for (const char* format : {"jpeg", "png"}) {
        QImage point(1, 1, QImage::Format_RGB32);
        point.fill(Qt::white);
        QByteArray bytes;
        QBuffer buffer(&bytes);
        if (!buffer.open(QIODevice::ReadWrite) || !point.save(&buffer, format))
            return false;
        buffer.seek(0);
        if (QImageReader(&buffer, format).read().isNull())
            return false;
    }
    return true;
}

int showPicture(QSize bound)
{
    if (!loadDecoders() || !cage::closeForDecoding(kPaperSeconds))
        return NoCage;
    QFile in;
    if (!in.open(stdin, QIODevice::ReadOnly))
        return NoPicture;
    QByteArray bytes = in.read(kMostInput);
    QBuffer buffer(&bytes);
    if (!buffer.open(QIODevice::ReadOnly))
        return NoPicture;
    QImageReader reader(&buffer, bytes.startsWith("\xff\xd8") ? "jpeg" : "png");
    reader.setAutoTransform(true);
    QImageReader::setAllocationLimit(kMostMegabytes);
    const QSize size = reader.size();
    if (size.isEmpty())
        return NoPicture;
    if (size.width() > bound.width() || size.height() > bound.height())
        reader.setScaledSize(size.scaled(bound, Qt::KeepAspectRatio).expandedTo({1, 1}));
    const QImage read = reader.read();
    if (read.isNull())
        return NoPicture;
    // What lets light through is shown on paper.
    QImage flat(read.size(), QImage::Format_RGB32);
    flat.fill(Qt::white);
    for (int y = 0; read.hasAlphaChannel() && y < read.height(); ++y) {
        for (int x = 0; x < read.width(); ++x) {
            const QRgb dot = read.pixel(x, y);
            const auto mix = [&](int colour) {
                return (colour * qAlpha(dot) + 255 * (255 - qAlpha(dot))) / 255;
            };
            flat.setPixel(x, y, qRgb(mix(qRed(dot)), mix(qGreen(dot)), mix(qBlue(dot))));
        }
    }
    const QImage shown = (read.hasAlphaChannel() ? flat : read).convertToFormat(QImage::Format_RGB888);
    std::printf("P6\n%d %d\n255\n", shown.width(), shown.height());
    for (int y = 0; y < shown.height(); ++y)
        std::fwrite(shown.constScanLine(y), 1, std::size_t(shown.width()) * 3, stdout);
    return std::fflush(stdout) == 0 ? Done : NoPicture;
}

int showPage(int page, int side)
{
    if (!cage::closeForReading(kPaperSeconds))
        return NoCage;
    const QByteArray number = QByteArray::number(page);
    const QByteArray length = QByteArray::number(side);
    const std::array<const char*, 10> words{kPdfProgram, "-q",
                                            "-f",        number.constData(),
                                            "-l",        number.constData(),
                                            "-scale-to", length.constData(),
                                            "-",         nullptr};
    const std::array<const char*, 4> surroundings{"PATH=/usr/bin", "LC_ALL=C.UTF-8", "HOME=/nonexistent",
                                                  nullptr};
    ::execve(kPdfProgram, const_cast<char* const*>(words.data()),
             const_cast<char* const*>(surroundings.data()));
    return NoCage;
}

int readBundle()
{
    if (!startSecrets() || !cage::closeForDecoding(kBundleSeconds))
        return NoCage;
    QFile in;
    if (in.open(stdin, QIODevice::ReadOnly)) {
        const QByteArray hash = lookAtBundle(in);
        std::fwrite(hash.constData(), 1, std::size_t(hash.size()), stdout);
    }
    return std::fflush(stdout) == 0 ? Done : NoPicture;
}

int run(const QStringList& words)
{
    const auto number = [&](int at) { return words.value(at).toInt(); };
    const auto isSide = [](int side) { return side >= 1 && side <= kMostSide; };
    if (words.size() == 4 && words[1] == QLatin1String("picture") && isSide(number(2)) && isSide(number(3)))
        return showPicture({number(2), number(3)});
    if (words.size() == 4 && words[1] == QLatin1String("pdf") && number(2) >= 1 && isSide(number(3)))
        return showPage(number(2), number(3));
    if (words.size() == 2 && words[1] == QLatin1String("bundle"))
        return readBundle();
    return Usage;
}

}  // namespace

}  // namespace prohori

int main(int argc, char** argv)
{
    qputenv("QT_NO_GLIB", "1");  // its threads would want more than the cage gives
    QCoreApplication application(argc, argv);
    return prohori::run(QCoreApplication::arguments());
}
