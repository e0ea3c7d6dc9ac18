"""What jobs of contacts carry."""

from deskside.platform.jobs import Message


class ImportCustomers(Message, name="contacts.import"):
    """Read an uploaded table of customers, and save its good rows unless it is a dry run."""

    import_id: int


class MakeCustomerExport(Message, name="contacts.export"):
    """Write the file that `customer_exports` says."""

    file_id: str
