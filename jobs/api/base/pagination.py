from rest_framework.pagination import CursorPagination


class PageSizeCursorPagination(CursorPagination):
    """Cursor pagination whose page size the client may choose."""

    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 500
