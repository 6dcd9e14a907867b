"""PDF, a file a stage: text → paragraphs → classify → content → space → fit → erase → draw, run by document.py."""
