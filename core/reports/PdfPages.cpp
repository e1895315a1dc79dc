// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/reports/PdfPages.h"

#include <cairo/cairo-pdf.h>
#include <hb.h>

#include <algorithm>
#include <numbers>

namespace prohori {

using namespace Qt::StringLiterals;

namespace {

constexpr char kFonts[] = "Noto Sans,Noto Sans Bengali,sans-serif";
constexpr char kCodeFonts[] = "Noto Sans Mono,DejaVu Sans Mono,Noto Sans,monospace";
constexpr double kFootSize = 7.5;
constexpr double kLineSpacing = 1.12;
constexpr double kDegree = std::numbers::pi / 180;

double points(int pangoUnits)
{
    return double(pangoUnits) / PANGO_SCALE;
}

int units(double length)
{
    return int(length * PANGO_SCALE);
}

void put(PangoAttrList* list, PangoAttribute* attribute, guint begin, guint end)
{
    attribute->start_index = begin;
    attribute->end_index = end;
    pango_attr_list_insert(list, attribute);
}

void putLook(PangoAttrList* list, PdfLook look, guint begin, guint end)
{
    const auto colour = [&](double red, double green, double blue) {
        const auto channel = [](double value) { return guint16(value * 65535); };
        put(list, pango_attr_foreground_new(channel(red), channel(green), channel(blue)), begin, end);
    };
    switch (look) {
    case PdfLook::Plain: break;
    case PdfLook::Strong: put(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end); break;
    case PdfLook::Muted: colour(0.36, 0.39, 0.44); break;
    case PdfLook::Code: put(list, pango_attr_family_new(kCodeFonts), begin, end); break;
    case PdfLook::Alarm:
        colour(0.70, 0.07, 0.07);
        put(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), begin, end);
        break;
    }
}

bool isBangla(QChar letter)
{
    return letter.unicode() >= 0x0980 && letter.unicode() <= 0x09FF;
}

/// What XML-like controls would do to a page, nobody wants there.
QString printable(QString text)
{
    for (QChar& letter : text) {
        if (letter.category() == QChar::Other_Control && letter != u'\n')
            letter = u' ';
    }
    return text;
}

cairo_status_t append(void* bytes, const unsigned char* data, unsigned int length)
{
    static_cast<QByteArray*>(bytes)->append(reinterpret_cast<const char*>(data), qsizetype(length));
    return CAIRO_STATUS_SUCCESS;
}

/// Whether this glyph ends so far before the next one begins that readers may find a blank there: a vowel sign without width that is set back
/// under the letter before it.
bool endsEarly(hb_font_t* font, const PangoGlyphInfo& glyph)
{
    constexpr int kPartOfEm = 20;  // they begin to at a tenth
    int em = 0;
    hb_font_get_scale(font, &em, nullptr);
    const int end = glyph.geometry.x_offset + hb_font_get_glyph_h_advance(font, glyph.glyph);
    return glyph.geometry.width > end + em / kPartOfEm;
}

/** Readers take the text of a cluster of several glyphs to end where its last glyph does. A mark such as reph has no width and stands far to
    the left: they would find a gap behind it, and read a blank. So such clusters end with the glyph of a blank, set back by its width; those
    of one glyph too, where there is room behind it.
*/
void closeClusters(PangoLayoutRun* run)
{
    hb_codepoint_t blank = 0;
    hb_font_t* font = pango_font_get_hb_font(run->item->analysis.font);
    if (run->item->analysis.level % 2 != 0 || !hb_font_get_nominal_glyph(font, ' ', &blank))
        return;
    PangoGlyphString* glyphs = run->glyphs;
    std::vector<PangoGlyphInfo> infos;
    std::vector<int> clusters;
    for (int at = 0; at < glyphs->num_glyphs; ++at) {
        infos.push_back(glyphs->glyphs[at]);
        clusters.push_back(glyphs->log_clusters[at]);
        const bool isLast =
            at + 1 == glyphs->num_glyphs || glyphs->log_clusters[at + 1] != glyphs->log_clusters[at];
        const bool isCluster = at > 0 && glyphs->log_clusters[at - 1] == glyphs->log_clusters[at];
        if (!isLast || !(isCluster || endsEarly(font, glyphs->glyphs[at])))
            continue;
        PangoGlyphInfo end{};
        end.glyph = blank;
        end.geometry.x_offset = -hb_font_get_glyph_h_advance(font, blank);
        infos.push_back(end);
        clusters.push_back(glyphs->log_clusters[at]);
    }
    pango_glyph_string_set_size(glyphs, int(infos.size()));
    std::copy(infos.begin(), infos.end(), glyphs->glyphs);
    std::copy(clusters.begin(), clusters.end(), glyphs->log_clusters);
}

void closeClusters(PangoLayout* layout)
{
    for (GSList* line = pango_layout_get_lines(layout); line != nullptr; line = line->next) {
        for (GSList* run = static_cast<PangoLayoutLine*>(line->data)->runs; run != nullptr; run = run->next)
            closeClusters(static_cast<PangoLayoutRun*>(run->data));
    }
}

void setColour(cairo_t* canvas, const PdfColour& colour)
{
    cairo_set_source_rgb(canvas, colour.red, colour.green, colour.blue);
}

void tellAbout(cairo_surface_t* surface, const PdfSetup& setup)
{
    const auto tell = [&](cairo_pdf_metadata_t what, const QString& text) {
        cairo_pdf_surface_set_metadata(surface, what, text.toUtf8().constData());
    };
    tell(CAIRO_PDF_METADATA_TITLE, setup.title);
    tell(CAIRO_PDF_METADATA_CREATOR, u"Prohori"_s);
    tell(CAIRO_PDF_METADATA_CREATE_DATE, setup.made.toIso());
}

}  // namespace

PdfPages::PdfPages(const QString& language)
    : m_context(pango_font_map_create_context(pango_cairo_font_map_get_default()), Unref())
{
    cairo_font_options_t* options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(m_context.get(), options);
    cairo_font_options_destroy(options);
    pango_cairo_context_set_resolution(m_context.get(), 72);
    pango_context_set_round_glyph_positions(m_context.get(), FALSE);
    pango_context_set_language(m_context.get(), pango_language_from_string(qPrintable(language)));
    begin();
}

LayoutPtr PdfPages::layout(const PdfText& text, double width, double size) const
{
    const LayoutPtr made(pango_layout_new(m_context.get()), Unref());
    PangoFontDescription* font = pango_font_description_from_string(kFonts);
    pango_font_description_set_size(font, units(size));
    pango_layout_set_font_description(made.get(), font);
    pango_font_description_free(font);
    pango_layout_set_line_spacing(made.get(), float(kLineSpacing));
    pango_layout_set_wrap(made.get(), PANGO_WRAP_WORD_CHAR);
    if (width > 0)
        pango_layout_set_width(made.get(), units(width));

    QByteArray all;
    bool isBanglaText = false;
    PangoAttrList* looks = pango_attr_list_new();
    for (const PdfSpan& span : text.spans()) {
        const auto begin = guint(all.size());
        all += printable(span.text).toUtf8();
        putLook(looks, span.look, begin, guint(all.size()));
        isBanglaText = isBanglaText || std::any_of(span.text.begin(), span.text.end(), isBangla);
    }
    pango_layout_set_text(made.get(), all.constData(), int(all.size()));
    pango_layout_set_attributes(made.get(), looks);
    pango_attr_list_unref(looks);
    if (isBanglaText && pango_layout_get_unknown_glyphs_count(made.get()) > 0)
        m_lacksBangla = true;
    closeClusters(made.get());
    return made;
}

double PdfPages::heightOf(const LayoutPtr& layout)
{
    int height = 0;
    pango_layout_get_size(layout.get(), nullptr, &height);
    return points(height);
}

double PdfPages::baselineOf(const LayoutPtr& layout)
{
    return points(pango_layout_get_baseline(layout.get()));
}

int PdfPages::linesOf(const LayoutPtr& layout)
{
    return pango_layout_get_line_count(layout.get());
}

namespace {

/// Visits the lines of a layout with their upper and lower edge and baseline, in points from its top; until `visit` says false.
void eachLine(const LayoutPtr& layout, const std::function<bool(int, double, double, double)>& visit)
{
    PangoLayoutIter* at = pango_layout_get_iter(layout.get());
    int line = 0;
    bool goesOn = true;
    while (goesOn) {
        int top = 0, bottom = 0;
        pango_layout_iter_get_line_yrange(at, &top, &bottom);
        goesOn = visit(line++, points(top), points(bottom), points(pango_layout_iter_get_baseline(at)))
              && pango_layout_iter_next_line(at);
    }
    pango_layout_iter_free(at);
}

}  // namespace

std::pair<int, double> PdfPages::fitting(const LayoutPtr& layout, int first, double room)
{
    int count = 0;
    double height = 0, begin = 0;
    eachLine(layout, [&](int line, double top, double bottom, double) {
        if (line < first)
            return true;
        if (line == first)
            begin = top;
        if (bottom - begin > room)
            return false;
        ++count;
        height = bottom - begin;
        return true;
    });
    return {count, height};
}

void PdfPages::begin()
{
    m_pages.emplace_back();
}

void PdfPages::addLines(const LayoutPtr& layout, int first, int count, double x, double y)
{
    double begin = 0;
    eachLine(layout, [&](int line, double top, double, double baseline) {
        if (line == first)
            begin = top;
        if (line >= first && line < first + count)
            m_pages.back().lines.push_back({layout, line, x, y + baseline - begin});
        return line < first + count;
    });
}

void PdfPages::addBox(double x, double y, double width, double height, const PdfColour& colour)
{
    m_pages.back().boxes.push_back({x, y, width, height, colour});
}

void PdfPages::drawWatermark(cairo_t* canvas, const QString& text) const
{
    if (text.isEmpty())
        return;
    const LayoutPtr mark = layout(PdfText(text, PdfLook::Strong), 0, 40);
    int width = 0, height = 0;
    pango_layout_get_size(mark.get(), &width, &height);
    const double fits = std::min(1.0, 0.86 * paper::kHeight / std::max(1.0, points(width)));
    cairo_save(canvas);
    cairo_translate(canvas, paper::kWidth / 2, paper::kHeight / 2);
    cairo_rotate(canvas, -55 * kDegree);
    cairo_scale(canvas, fits, fits);
    cairo_move_to(canvas, -points(width) / 2, -points(height) / 2);
    setColour(canvas, ink::kWatermark);
    // As shapes: letters would stand between those of the text when that is read out of the file.
    pango_cairo_layout_path(canvas, mark.get());
    cairo_fill(canvas);
    cairo_restore(canvas);
}

void PdfPages::drawPage(cairo_t* canvas, const Page& page, int number, const PdfSetup& setup) const
{
    for (const Box& box : page.boxes) {
        setColour(canvas, box.colour);
        cairo_rectangle(canvas, box.x, box.y, box.width, box.height);
        cairo_fill(canvas);
    }
    drawWatermark(canvas, setup.watermark);
    for (const Line& line : page.lines) {
        setColour(canvas, ink::kText);
        cairo_move_to(canvas, line.x, line.baseline);
        pango_cairo_show_layout_line(canvas, pango_layout_get_line_readonly(line.layout.get(), line.line));
    }
    if (!setup.foot)
        return;
    setColour(canvas, ink::kRule);
    cairo_rectangle(canvas, paper::kLeft, paper::kBottom + 10, paper::kBody, 0.6);
    cairo_fill(canvas);
    setColour(canvas, ink::kText);
    const auto [left, right] = setup.foot(number, count());
    const LayoutPtr end = layout(PdfText(right, PdfLook::Strong), 0, kFootSize);
    int width = 0;
    pango_layout_get_size(end.get(), &width, nullptr);
    const double room = paper::kBody - points(width) - 14;
    cairo_move_to(canvas, paper::kRight - points(width), paper::kBottom + 15);
    pango_cairo_show_layout(canvas, end.get());
    cairo_move_to(canvas, paper::kLeft, paper::kBottom + 15);
    pango_cairo_show_layout(canvas, layout(PdfText(left, PdfLook::Muted), room, kFootSize).get());
}

Result<QByteArray> PdfPages::draw(const PdfSetup& setup) const
{
    QByteArray file;
    cairo_surface_t* surface =
        cairo_pdf_surface_create_for_stream(append, &file, paper::kWidth, paper::kHeight);
    tellAbout(surface, setup);
    cairo_t* canvas = cairo_create(surface);
    for (int page = 0; page < count(); ++page) {
        drawPage(canvas, m_pages[std::size_t(page)], page + 1, setup);
        cairo_show_page(canvas);
    }
    cairo_status_t status = cairo_status(canvas);
    cairo_destroy(canvas);
    cairo_surface_finish(surface);
    if (status == CAIRO_STATUS_SUCCESS)
        status = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (status != CAIRO_STATUS_SUCCESS)
        return Error{ErrorCode::Storage, u"the PDF cannot be made: %1"_s.arg(
                                             QString::fromLatin1(cairo_status_to_string(status)))};
    return file;
}

}  // namespace prohori
