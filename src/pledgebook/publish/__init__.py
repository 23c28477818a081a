"""What was found, shown: tables for people, files for programs, the page, and the words for it all.

formats             FORMATS, the one table of how things can be printed
rows, frames        flat rows, and the frames that are made of them
answers             pages of commitments and statements, with their rows and frames
csv, xlsx           files for spreadsheets
page                one self-contained HTML page
passages, citation  paragraphs cut into marked pieces; a quote with where it stands
*_tables            tables for a terminal
wording             values in words; everything from a document made harmless
"""
