"""PDF. `document` runs the stages: reading (with ocr), analysis, typesetting and writing."""
