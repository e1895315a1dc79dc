// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace prohori {

/** Bands above a form, one under the other: what a case has to say before anybody reads on. As high as they are;
    where a page is low they get a part of its height and scroll in it, so that the form keeps its own. Nothing is
    seen of it while none is shown.
*/
class FoldedBands final : public QScrollArea {
    Q_OBJECT
public:
    explicit FoldedBands(QWidget* parent);

    void add(QWidget* band);
    /// Pixels; 0: as many as they need.
    void setMostHeight(int most);

    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return {0, 0}; }

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    int allOf(int width) const;
    void showOrHide();

    QWidget* m_content;
    QVBoxLayout* m_layout;
    int m_most = 0;
};

}  // namespace prohori
