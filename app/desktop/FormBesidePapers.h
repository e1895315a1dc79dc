// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSplitter>

namespace prohori {

class PapersPane;

/** A form and the papers of its case. While the papers are wanted they stand beside the form; where the width is not enough for both (large
    letters on a small screen) they stand in its place.
*/
class FormBesidePapers : public QSplitter {
public:
    FormBesidePapers(QWidget* form, PapersPane* papers, QWidget* parent);

    /// Another form instead of the one before, which is hidden and belongs to nobody after that.
    void replaceForm(QWidget* form);
    void showPapers(bool shown);
    bool arePapersShown() const { return m_wanted; }
    bool isFormShown() const { return !m_wanted || m_both; }
    /// For a key: shows the papers, goes to them where they are shown and somebody else has the focus, else hides them again and tells so by false.
    bool togglePapers();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void arrange();

    QWidget* m_form;
    PapersPane* m_papers;
    bool m_wanted = false, m_both = true;
};

}  // namespace prohori
